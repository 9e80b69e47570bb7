/** Which renderer draws a session, and its options as the client gives them. Pure. */
import { z } from 'zod';
import {
  chooseRenderer,
  RENDERER_IDS,
  RENDERER_SCHEMAS,
} from '../../../shared/renderer-options/choose-renderer.ts';
import type { RendererChoice, RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { OmnirtSettings } from './omnirt-settings.ts';
import { readPatch } from './options-patch.ts';
import { isRecord, type WireFailure } from './wire.ts';

type Config = Readonly<Record<string, unknown>>;

const Seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** `config.renderer`; null when the client leaves it to the server. */
export const readRendererName = (config: Config): { named: RendererId | null } | WireFailure => {
  const { renderer } = config;
  if (renderer === undefined || renderer === null) return { named: null };
  const named = RENDERER_IDS.find(name => name === renderer);
  if (named !== undefined) return { named };
  return { code: 'bad_config', message: `config.renderer must be ${RENDERER_IDS.join(', ')}.` };
};

/** The keys of `config[renderer]` that are given, checked. */
export const readOptionsPatch = (
  renderer: RendererId,
  config: Config,
): { patch: Record<string, unknown> } | WireFailure => {
  const given = config[renderer];
  if (given === undefined || given === null) return { patch: {} };
  if (!isRecord(given)) return { code: 'bad_config', message: `config.${renderer} must be an object.` };
  return readPatch<Record<string, unknown>>(
    RENDERER_SCHEMAS[renderer].shape,
    given,
    key => `${renderer}.${key}`,
  );
};

/** The renderer with all its options. Options of renderers that do not draw are checked too, so that a mistake shows at once. */
export const readRendererChoice = (
  renderer: RendererId,
  config: Config,
  settings: Pick<OmnirtSettings, 'wav2lip'>,
): RendererChoice | WireFailure => {
  for (const name of RENDERER_IDS) {
    const read = readOptionsPatch(name, config);
    if ('code' in read) return read;
  }
  const own = readOptionsPatch(renderer, config);
  if ('code' in own) return own;
  const seed = renderer === 'portrait' ? Seed.safeParse(config.seed) : null;
  const fallback = renderer === 'wav2lip' ? settings.wav2lip : {};
  return chooseRenderer(renderer, {
    ...fallback,
    ...(seed?.success ? { seed: seed.data } : {}),
    ...own.patch,
  });
};
