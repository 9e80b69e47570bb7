/** `config.postprocess`: the compositor's parameters of one session on the wire, in the words of the server's own knobs. Pure. */
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { readPatch } from './options-patch.ts';
import { readPostprocessMode } from './postprocess-mode.ts';
import { isRecord, type WireFailure } from './wire.ts';

type BlendKey = keyof CompositorOptions;

const KEYS = Object.keys(CompositorOptions.shape) as BlendKey[];

// jawMaskExpandX → jaw_mask_expand_x
const wireName = (key: BlendKey): string => key.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

const BY_WIRE_NAME: ReadonlyMap<string, BlendKey> = new Map(KEYS.map(key => [wireName(key), key]));

const bad = (message: string): WireFailure => ({ code: 'bad_config', message });

/** All parameters under their wire names, as they are echoed. */
export const echoBlend = (blend: CompositorOptions): Record<string, unknown> =>
  Object.fromEntries(KEYS.map(key => [wireName(key), blend[key]]));

const readPostprocess = (value: unknown): { patch: Partial<CompositorOptions> } | WireFailure => {
  if (value === undefined || value === null) return { patch: {} };
  if (!isRecord(value)) return bad('config.postprocess must be an object.');
  const renamed: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value)) {
    const key = BY_WIRE_NAME.get(name);
    if (key === undefined) {
      const known = [...BY_WIRE_NAME.keys()].join(', ');
      return bad(`config.postprocess.${name.slice(0, 60)} is not known. Known are ${known}.`);
    }
    renamed[key] = key === 'mode' ? (readPostprocessMode(given) ?? given) : given;
  }
  return readPatch(CompositorOptions.shape, renamed, key => `postprocess.${wireName(key as BlendKey)}`);
};

/**
 * What a config changes of the blend, later ones over earlier ones: `wav2lip_postprocess_mode` (words nobody knows change nothing),
 * `compositor` (its keys in camel case; the studio's), `postprocess`.
 */
export const readBlendPatch = (
  config: Readonly<Record<string, unknown>>,
): { patch: Partial<CompositorOptions> } | WireFailure => {
  const mode = readPostprocessMode(config.wav2lip_postprocess_mode);
  if (config.compositor !== undefined && config.compositor !== null && !isRecord(config.compositor)) {
    return bad('config.compositor must be an object.');
  }
  const compositor = readPatch<CompositorOptions>(
    CompositorOptions.shape,
    config.compositor ?? {},
    key => `compositor.${key}`,
  );
  if ('code' in compositor) return compositor;
  const postprocess = readPostprocess(config.postprocess);
  if ('code' in postprocess) return postprocess;
  return { patch: { ...(mode === null ? {} : { mode }), ...compositor.patch, ...postprocess.patch } };
};
