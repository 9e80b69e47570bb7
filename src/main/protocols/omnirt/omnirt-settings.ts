/** Process-wide settings of the OmniRT front-end, as the configuration hands them over. Knows no environment and no file. */
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { DeviceChoice } from '../../../shared/model-manifest.ts';

/** Models of the family that may be answered by another server. */
export const UPSTREAM_MODELS = [
  'flashtalk',
  'wav2lip',
  'quicktalk',
  'musetalk',
  'flashhead',
  'fasterliveportrait',
  'fasterliveportrait_video_clone',
] as const;
/** One of them. */
export type UpstreamModel = (typeof UPSTREAM_MODELS)[number];

/** Who draws a model's path: `auto` takes its own renderer when a model is installed. */
export type RendererRule<Own extends string> = 'auto' | 'portrait' | Own;

/** See each field. */
export type OmnirtSettings = {
  /** How frames are put together where the client says nothing; its `mode` is the default of `wav2lip_postprocess_mode`. */
  postprocess: CompositorOptions;
  /** Longest side of wav2lip sessions, px; 0: no limit. */ wav2lipMaxLongEdge: number;
  /** 1..100 */ jpegQuality: number;
  /** Defaults of `config.wav2lip`. `pads`: top, bottom, left, right, px. */ wav2lip: {
    device: DeviceChoice;
    batch: number;
    pads: [number, number, number, number];
  };
  /** null: as the studio's settings say. */ wav2lipRenderer: RendererRule<'wav2lip'> | null;
  musetalkRenderer: RendererRule<'musetalk'> | null;
  /** Folders, absolute, below which clients may name frame folders. */ frameRoots: readonly string[];
  /** Most pictures taken of a frame folder. */ maxReferenceFrames: number;
  /** ws or wss URLs of other servers, by model. */ upstreams: Readonly<
    Partial<Record<UpstreamModel, string>>
  >;
};

/** What holds where nothing is set. No root is allowed: the composition root adds the app's own folder. */
export const DEFAULT_OMNIRT_SETTINGS: OmnirtSettings = {
  postprocess: CompositorOptions.parse({}),
  wav2lipMaxLongEdge: 0,
  jpegQuality: 80,
  wav2lip: { device: 'auto', batch: 4, pads: [0, 10, 0, 0] },
  wav2lipRenderer: null,
  musetalkRenderer: null,
  frameRoots: [],
  maxReferenceFrames: 125,
  upstreams: {},
};
