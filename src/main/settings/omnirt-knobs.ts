/** The knobs of the OmniRT reference server that make sense here, under their own names. The blend's are in blend-knobs.ts. */
import path from 'node:path';
import { z } from 'zod';
import { DeviceChoice } from '../../shared/model-manifest.ts';
import {
  DEFAULT_OMNIRT_SETTINGS,
  type OmnirtSettings,
  UPSTREAM_MODELS,
  type UpstreamModel,
} from '../protocols/omnirt/omnirt-settings.ts';
import { readBlendKnobs } from './blend-knobs.ts';
import {
  clippedNumber,
  type Knob,
  type KnobSource,
  omnirtKnob as knob,
  oneOf,
  readKnob,
  wholeNumber,
} from './knob.ts';

const DEFAULTS = DEFAULT_OMNIRT_SETTINGS;

const SocketUrl = z
  .string()
  .trim()
  .pipe(z.url({ protocol: /^wss?$/ }));

// Absolute folders, as a list or in one text with the platform's separator between them.
const Folders: z.ZodType<readonly string[]> = z
  .union([
    z.array(z.string()),
    z.string().transform(text =>
      text
        .split(path.delimiter)
        .map(part => part.trim())
        .filter(part => part !== ''),
    ),
  ])
  .pipe(z.array(z.string().refine(folder => path.isAbsolute(folder))));

const Pads: z.ZodType<[number, number, number, number]> = z
  .union([
    z.array(z.number()),
    z.string().transform(text =>
      text
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    ),
  ])
  .pipe(z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()]));

// The reference takes any of these for "enabled"; here that means: where a model is installed.
const ENABLED = ['1', 'true', 'yes', 'on', 'opentalking'];
const DISABLED = ['0', 'false', 'no', 'off'];

const rule = <Own extends 'wav2lip' | 'musetalk'>(own: Own): z.ZodType<'auto' | 'portrait' | Own> =>
  z.unknown().transform((raw, context) => {
    const word = String(raw).trim().toLowerCase();
    if (word === 'auto' || ENABLED.includes(word)) return 'auto';
    if (word === 'portrait' || DISABLED.includes(word)) return 'portrait';
    if (word === own) return own;
    context.addIssue('unknown renderer');
    return z.NEVER;
  });

const RULE_HELP =
  'auto (its own renderer where a model is installed), portrait (always the embedded renderer)';

/** The table. Its order is the documentation's. */
export const OMNIRT_KNOBS = {
  runtime: knob(
    'REALTIME_AVATAR_RUNTIME',
    oneOf(['resident', 'fake', 'proxy']),
    'resident',
    'resident (a talking face), fake (flat test frames) or proxy (other servers draw)',
    'Who draws. `proxy` needs at least one `OMNIRT_AVATAR_…_WS_URL`; models without one are then refused',
  ),
  allowedFrameRoots: knob<readonly string[]>(
    'ALLOWED_FRAME_ROOTS',
    Folders,
    [],
    `absolute folders, separated by "${path.delimiter}"`,
    'Folders below which clients may name frame folders, metadata and caches (separated by the platform’s path separator). The app’s own avatar folder is always one of them',
    '`<data folder>/avatars`',
  ),
  wav2lipRenderer: knob<OmnirtSettings['wav2lipRenderer']>(
    'WAV2LIP_RUNTIME',
    rule('wav2lip'),
    null,
    `${RULE_HELP} or wav2lip (nothing else). 1, true, yes, on and opentalking mean auto; 0, false, no and off mean portrait`,
    'Who draws the wav2lip paths: `auto` the installed model, else the embedded renderer; `portrait`; or `wav2lip` and nothing else',
    'the studio’s setting (auto)',
  ),
  musetalkRenderer: knob<OmnirtSettings['musetalkRenderer']>(
    'MUSETALK_RUNTIME',
    rule('musetalk'),
    null,
    `${RULE_HELP} or musetalk (nothing else). 1, true, yes, on and opentalking mean auto; 0, false, no and off mean portrait`,
    'Who draws the musetalk paths: `auto` the installed model, else the path answers that it is not configured; `portrait`; or `musetalk`',
    'the studio’s setting (auto)',
  ),
  maxLongEdge: knob(
    'WAV2LIP_MAX_LONG_EDGE',
    wholeNumber(0, 2048).refine(edge => edge === 0 || edge >= 64),
    DEFAULTS.wav2lipMaxLongEdge,
    '0 (off) or a number of pixels from 64 to 2048',
    'Wav2lip sessions are scaled down to this long edge, px; 0: not at all',
  ),
  batchSize: knob(
    'WAV2LIP_BATCH_SIZE',
    wholeNumber(1, 4096).transform(size => Math.min(4, size)),
    DEFAULTS.wav2lip.batch,
    'a whole number from 1; at most 4 are taken',
    'Frames a run of the network. More than 4 are never taken, so that sessions do not wait for each other',
  ),
  jpegQuality: knob(
    'WAV2LIP_JPEG_QUALITY',
    clippedNumber(1, 100).transform(Math.round),
    DEFAULTS.jpegQuality,
    'a number from 1 to 100',
    'Quality of the frames on the wire, of every renderer',
  ),
  pads: knob(
    'WAV2LIP_PADS',
    Pads,
    DEFAULTS.wav2lip.pads,
    'four whole numbers: top,bottom,left,right',
    'Added to a detected face before it is given to the network, px: top,bottom,left,right',
    '0,10,0,0',
  ),
  maxReferenceFrames: knob(
    'WAV2LIP_MAX_REFERENCE_FRAMES',
    wholeNumber(1, 100_000),
    DEFAULTS.maxReferenceFrames,
    'a whole number from 1',
    'At most this many pictures of a frame folder are taken',
  ),
  device: knob(
    'WAV2LIP_DEVICE',
    oneOf(DeviceChoice.options as [DeviceChoice, ...DeviceChoice[]]),
    DEFAULTS.wav2lip.device,
    'auto, cpu, cuda, webgpu, dml or coreml',
    'Where the network computes; what does not work here falls back to what does, and says so',
  ),
} as const;

const upstreamName = (model: UpstreamModel): string =>
  // The reference spells this one so (server/app.py at 91d2c50).
  model === 'fasterliveportrait_video_clone' ? 'FASTLIVEPORTRAIT_VIDEO_CLONE' : model.toUpperCase();

/** One URL a model of the family. */
export const UPSTREAM_KNOBS: readonly (Knob<string | null> & { model: UpstreamModel })[] =
  UPSTREAM_MODELS.map(model => ({
    model,
    ...knob<string | null>(
      `AVATAR_${upstreamName(model)}_WS_URL`,
      SocketUrl,
      null,
      'a ws:// or wss:// URL',
      `Another server that answers ${model}: its paths become a transparent proxy, in every runtime`,
      'none',
    ),
  }));

/** All of the family's knobs of a source. @throws StudioError `config/invalid` */
export const readOmnirtKnobs = (
  source: KnobSource,
): { runtime: 'resident' | 'fake' | 'proxy'; settings: OmnirtSettings } => {
  const knobs = OMNIRT_KNOBS;
  const upstreams = UPSTREAM_KNOBS.map(entry => [entry.model, readKnob(entry, source)] as const);
  return {
    runtime: readKnob(knobs.runtime, source),
    settings: {
      postprocess: readBlendKnobs(source),
      wav2lipMaxLongEdge: readKnob(knobs.maxLongEdge, source),
      jpegQuality: readKnob(knobs.jpegQuality, source),
      wav2lip: {
        device: readKnob(knobs.device, source),
        batch: readKnob(knobs.batchSize, source),
        pads: readKnob(knobs.pads, source),
      },
      wav2lipRenderer: readKnob(knobs.wav2lipRenderer, source),
      musetalkRenderer: readKnob(knobs.musetalkRenderer, source),
      frameRoots: readKnob(knobs.allowedFrameRoots, source),
      maxReferenceFrames: readKnob(knobs.maxReferenceFrames, source),
      upstreams: Object.fromEntries(upstreams.filter(([, url]) => url !== null)),
    },
  };
};
