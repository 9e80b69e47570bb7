/** The native protocol's answers as text. Pure. */
import type { SessionStats } from '../../engine/session.ts';
import { makeId, videoFact } from './chunk-source.ts';
import {
  type CreateRequest,
  type CreateRules,
  decodePicture,
  type ReferencePicture,
  readCreate,
} from './create-request.ts';
import { isRecord, roundMs, type WireFailure } from './wire.ts';

/** `session.created`: the reference's fields in its order, then ours. */
export const createdMessage = (
  sessionId: string,
  request: CreateRequest,
  facts: Readonly<Record<string, unknown>>,
): string => {
  const { geometry } = request;
  return JSON.stringify({
    type: 'session.created',
    session_id: sessionId,
    trace_id: makeId('trace_'),
    audio: {
      format: 'pcm_s16le',
      sample_rate: geometry.sampleRate,
      channels: geometry.channels,
      chunk_samples: geometry.chunkSamples,
    },
    video: videoFact(geometry),
    reference_mode: request.referenceMode,
    template_mode: request.templateMode,
    wav2lip_postprocess_mode: request.blend.mode,
    preprocessed: request.preprocessed,
    lookahead_chunks: 0,
    mouth_metadata: request.mouthEcho,
    runtime_config: request.runtimeConfig,
    ...facts,
  });
};

/** `metrics` before each VIDX. */
export const metricsMessage = (chunkIndex: number, costs: { inferMs: number; encodeMs: number }): string =>
  JSON.stringify({
    type: 'metrics',
    chunk_index: chunkIndex,
    infer_ms: roundMs(costs.inferMs),
    encode_ms: roundMs(costs.encodeMs),
  });

/** `stats` of a live session, once a second. */
export const statsMessage = (
  stats: SessionStats,
  facts: { turn: number; dropped: number; queuedBytes: number },
): string =>
  JSON.stringify({
    type: 'stats',
    turn: facts.turn,
    frames_sent: stats.framesSent,
    frames_dropped: stats.framesDropped + facts.dropped,
    audio_ms: Math.round(stats.audioMicros / 1000),
    bytes_sent: stats.bytesSent,
    errors: stats.errors,
    infer_ms: roundMs(stats.inferMsPerFrame),
    encode_ms: roundMs(stats.encodeMsPerFrame),
    queued_bytes: facts.queuedBytes,
  });

const INPUT_OVERRIDES = [
  'reference_mode',
  'ref_frame_dir',
  'ref_frame_metadata_path',
  'prepared_cache_dir',
  'preprocessed',
];

const readPicture = (inputs: Record<string, unknown>): { picture: ReferencePicture } | WireFailure => {
  const { avatar_id: avatarId, image_b64: image } = inputs;
  if (typeof avatarId === 'string' && avatarId !== '' && !image) {
    return { picture: { from: 'store', avatarId } };
  }
  const decoded = decodePicture(image);
  return 'code' in decoded ? decoded : { picture: { from: 'bytes', bytes: decoded.bytes } };
};

const orEmpty = (value: unknown): unknown => (value === undefined || value === null ? {} : value);

/** Reads `session.create`. */
export const readSessionCreate = async (
  fields: Readonly<Record<string, unknown>>,
  rules: CreateRules,
): Promise<CreateRequest | WireFailure> => {
  const inputs = orEmpty(fields.inputs);
  const given = orEmpty(fields.config);
  if (!isRecord(inputs) || !isRecord(given)) {
    return { code: 'bad_config', message: 'inputs and config must be objects.' };
  }
  const read = readPicture(inputs);
  if ('code' in read) return read;
  const config = { ...given };
  for (const key of INPUT_OVERRIDES) {
    if (inputs[key] !== undefined && inputs[key] !== null) config[key] = inputs[key];
  }
  const model = String(fields.model || 'soulx-flashtalk-14b');
  return readCreate({ model, picture: read.picture, prompt: String(inputs.prompt || ''), config }, rules);
};
