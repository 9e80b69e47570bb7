/** Which renderer draws a session, and its options as the client gives them. Pure. */
import { z } from 'zod';
import { assertNever } from '../../../shared/errors.ts';
import { MuseTalkOptions } from '../../../shared/renderer-options/musetalk.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { RendererChoice, RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import { Wav2LipOptions } from '../../../shared/renderer-options/wav2lip.ts';
import type { OmnirtSettings } from './omnirt-settings.ts';
import { readPatch } from './options-patch.ts';
import { isRecord, type WireFailure } from './wire.ts';

type Config = Readonly<Record<string, unknown>>;

const SHAPES = {
  portrait: PortraitOptions.shape,
  wav2lip: Wav2LipOptions.shape,
  musetalk: MuseTalkOptions.shape,
} as const satisfies Record<RendererId, Record<string, z.ZodType>>;

/** The renderers a client may name. */
export const RENDERER_NAMES = Object.keys(SHAPES) as RendererId[];

const Seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** `config.renderer`; null when the client leaves it to the server. */
export const readRendererName = (config: Config): { named: RendererId | null } | WireFailure => {
  const { renderer } = config;
  if (renderer === undefined || renderer === null) return { named: null };
  const named = RENDERER_NAMES.find(name => name === renderer);
  if (named !== undefined) return { named };
  return { code: 'bad_config', message: `config.renderer must be ${RENDERER_NAMES.join(', ')}.` };
};

/** The keys of `config[renderer]` that are given, checked. */
export const readOptionsPatch = (
  renderer: RendererId,
  config: Config,
): { patch: Record<string, unknown> } | WireFailure => {
  const given = config[renderer];
  if (given === undefined || given === null) return { patch: {} };
  if (!isRecord(given)) return { code: 'bad_config', message: `config.${renderer} must be an object.` };
  return readPatch<Record<string, unknown>>(SHAPES[renderer], given, key => `${renderer}.${key}`);
};

/** The renderer with all its options. Options of renderers that do not draw are checked too, so that a mistake shows at once. */
export const readRendererChoice = (
  renderer: RendererId,
  config: Config,
  settings: Pick<OmnirtSettings, 'wav2lip'>,
): RendererChoice | WireFailure => {
  for (const name of RENDERER_NAMES) {
    const read = readOptionsPatch(name, config);
    if ('code' in read) return read;
  }
  const own = readOptionsPatch(renderer, config);
  if ('code' in own) return own;
  switch (renderer) {
    case 'portrait': {
      const seed = Seed.safeParse(config.seed);
      const options = PortraitOptions.parse({ ...(seed.success ? { seed: seed.data } : {}), ...own.patch });
      return { renderer, options };
    }
    case 'wav2lip':
      return { renderer, options: Wav2LipOptions.parse({ ...settings.wav2lip, ...own.patch }) };
    case 'musetalk':
      return { renderer, options: MuseTalkOptions.parse(own.patch) };
    default:
      return assertNever(renderer);
  }
};
