/** A video export: what to render, from which speech, into which file. Plain data, crosses the process border. */
import type { AvatarInput, Background, FrameFit } from './avatar.ts';
import type { CompositorOptions } from './compositor-options.ts';
import type { LookChange } from './look-change.ts';
import type { VideoFormat } from './media.ts';
import type { RendererChoice } from './renderer-options/renderer-choice.ts';
import type { Utterance } from './speech.ts';
import type { Variant } from './variant.ts';

/** Containers and their codecs: mp4 = H.264 + AAC; webm = VP9 with alpha + Opus; mov = ProRes 4444 + PCM; png = a zip of PNG pictures, a WAV and a manifest; wav = the sound alone. */
export const EXPORT_CONTAINERS = ['mp4', 'webm', 'mov', 'png', 'wav'] as const;
/** One of EXPORT_CONTAINERS. */
export type ExportContainer = (typeof EXPORT_CONTAINERS)[number];

/** The ending of a container's file name, without the dot. */
export const endingOf = (container: ExportContainer): string => (container === 'png' ? 'zip' : container);

/** One job. `outPath` is written through a temporary file beside it and renamed at the end. */
export type ExportJob = RendererChoice & {
  avatar: AvatarInput;
  compositor: CompositorOptions;
  fit: FrameFit;
  background: Background;
  /** Width and height 0: the picture's own shape, long edge at most 1024 px, even. */ format: VideoFormat;
  speech:
    | { kind: 'utterances'; utterances: readonly Utterance[] }
    | { kind: 'file'; path: string }
    /** Of one rate, while they are spoken: what needs no speech is done meanwhile. They cross the border one by one, see exportSpeech. */
    | {
        kind: 'arriving';
        utterances: AsyncIterable<Utterance>;
      };
  /** Two to four settings beside each other, each frame of `format`; the job's own renderer and compositor are then not drawn. */ compare?: readonly Variant[];
  /** How it is drawn differently as it goes on, by their times in the speech; of another renderer only the compositor's part is. */ changes?: readonly LookChange[];
  container: ExportContainer;
  outPath: string;
};

/** Told a few times a second; `phase` in order. */
export type ExportProgress = {
  phase: 'preparing' | 'rendering' | 'finishing';
  framesDone: number;
  framesTotal: number;
};

/** What was written; of a sound alone frames and size are 0. */
export type ExportResult = {
  path: string;
  frames: number;
  durationMs: number;
  bytes: number;
  width: number;
  height: number;
};
