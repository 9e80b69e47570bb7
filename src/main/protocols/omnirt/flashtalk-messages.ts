/** FlashTalk's `init` and its answer. Pure but for the paths that are checked. */
import { type CreateRequest, type CreateRules, decodePicture, readCreate } from './create-request.ts';
import { BadValue, looseInt } from './loose-values.ts';
import type { WireFailure } from './wire.ts';

/** The models with a path of their own; it fixes which one. */
export type FlashTalkModel = 'soulx-flashtalk-14b' | 'wav2lip' | 'musetalk';

const WAV2LIP_KEYS = [
  'width',
  'height',
  'fps',
  'frame_num',
  'motion_frames_num',
  'slice_len',
  'reference_mode',
  'ref_frame_dir',
  'ref_frame_metadata_path',
  'prepared_cache_dir',
  'preprocessed',
  'wav2lip_postprocess_mode',
  'mouth_metadata',
] as const;

/** Ours, on every path. Clients of the reference never name them, and get its answers key for key; others hear who draws, too. */
const EXTENSION_KEYS = [
  'postprocess',
  'compositor',
  'renderer',
  'portrait',
  'wav2lip',
  'musetalk',
  'frame_policy',
  'fit',
  'background',
] as const;

/** True for an `init` that names one of our extensions. */
export const speaksExtensions = (fields: Readonly<Record<string, unknown>>): boolean =>
  EXTENSION_KEYS.some(key => key in fields);

/** Reads `init`; on the FlashTalk paths the picture size is fixed and its fields are not read. */
export const readInit = async (
  fields: Readonly<Record<string, unknown>>,
  model: FlashTalkModel,
  rules: CreateRules,
): Promise<CreateRequest | WireFailure> => {
  const config: Record<string, unknown> = {};
  try {
    config.seed = looseInt(fields.seed, 'seed', 9999);
  } catch (error) {
    if (error instanceof BadValue) return { code: 'runtime_error', message: error.message };
    throw error;
  }
  const geometryKeys = model === 'soulx-flashtalk-14b' ? [] : WAV2LIP_KEYS;
  for (const key of [...geometryKeys, ...EXTENSION_KEYS]) {
    if (fields[key] !== undefined && fields[key] !== null) config[key] = fields[key];
  }
  const decoded = decodePicture(fields.ref_image);
  if ('code' in decoded) return decoded;
  const picture = { from: 'bytes' as const, bytes: decoded.bytes };
  return readCreate({ model, picture, prompt: String(fields.prompt || ''), config }, rules);
};

/** `init_ok`: the reference's fields in its order, and `facts` for clients that speak our extensions. */
export const initOk = (request: CreateRequest, facts: Readonly<Record<string, unknown>>): object => {
  const { geometry } = request;
  return {
    type: 'init_ok',
    model: request.model,
    wav2lip_postprocess_mode: request.blend.mode,
    frame_num: geometry.frameNum,
    motion_frames_num: geometry.motionFramesNum,
    slice_len: geometry.sliceLen,
    fps: geometry.fps,
    height: geometry.height,
    width: geometry.width,
    chunk_samples: geometry.chunkSamples,
    reference_mode: request.referenceMode,
    template_mode: request.templateMode,
    preprocessed: request.preprocessed,
    lookahead_chunks: 0,
    preload: null,
    ...facts,
  };
};
