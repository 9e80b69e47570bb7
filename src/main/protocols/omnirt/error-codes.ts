/** Our errors in the native protocol's words. */
import { type ErrorCode, StudioError, toErrorData } from '../../../shared/errors.ts';
import type { WireFailure } from './wire.ts';

/** Every code of ours → the wire's. `bad_image`, `unknown_avatar`, `backlog_full`, `bad_speech`, `server_off` and `access_refused` are additions to the reference's list. */
export const WIRE_CODES: Record<ErrorCode, string> = {
  'avatar/not-found': 'unknown_avatar',
  'avatar/too-large': 'bad_image',
  'avatar/too-many-pixels': 'bad_image',
  'avatar/unreadable': 'bad_image',
  'avatar/mouth-not-set': 'runtime_error',
  'avatar/bad-metadata': 'bad_mouth_metadata',
  'audio/unreadable': 'bad_audio_chunk',
  'audio/bad-format': 'bad_audio_chunk',
  'audio/too-long': 'bad_audio_chunk',
  'speech/empty-text': 'bad_speech',
  'speech/text-too-long': 'bad_speech',
  'speech/unsupported-language': 'bad_speech',
  'speech/voice-not-found': 'bad_speech',
  'speech/failed': 'runtime_error',
  'session/not-found': 'session_not_found',
  'session/bad-config': 'bad_config',
  'session/backlog-full': 'backlog_full',
  'session/busy': 'busy',
  'session/closed': 'session_not_found',
  'engine/crashed': 'runtime_error',
  'engine/unavailable': 'runtime_error',
  'engine/timeout': 'runtime_error',
  'renderer/failed': 'runtime_error',
  'model/missing': 'runtime_error',
  'model/corrupt': 'runtime_error',
  'model/unreachable': 'runtime_error',
  'model/unsupported': 'runtime_error',
  'model/needs-gpu': 'runtime_error',
  'model/licence-needed': 'runtime_error',
  'model/no-space': 'runtime_error',
  'model/download-failed': 'runtime_error',
  'model/hash-mismatch': 'runtime_error',
  'export/unsupported': 'runtime_error',
  'export/failed': 'runtime_error',
  'export/no-space': 'runtime_error',
  'export/input-gone': 'runtime_error',
  'store/not-found': 'unknown_avatar',
  'store/corrupt': 'runtime_error',
  'store/conflict': 'runtime_error',
  'store/failed': 'runtime_error',
  'config/invalid': 'bad_config',
  'gateway/unauthorized': 'runtime_error',
  'gateway/forbidden': 'runtime_error',
  'gateway/off': 'server_off',
  'gateway/refused': 'access_refused',
  'gateway/too-large': 'runtime_error',
  'request/invalid': 'bad_config',
  'request/cancelled': 'session_cancelled',
  'internal/bug': 'runtime_error',
};

/** Fields of a create whose own code says more than what is wrong with them. */
const FIELD_CODES: Readonly<Record<string, string>> = { template_video: 'bad_template_video' };

/** Any thrown value as an answer; the reference's `runtime_error` carries the exception's own text too. */
export const toWireFailure = (error: unknown): WireFailure => {
  if (error instanceof StudioError) {
    const { retryAfterMs, field } = error.details;
    const extra = retryAfterMs === undefined ? {} : { extra: { retry_after_ms: retryAfterMs } };
    const code = FIELD_CODES[String(field)] ?? WIRE_CODES[error.code];
    return { code, message: error.message, ...extra };
  }
  return { code: 'runtime_error', message: toErrorData(error).message };
};
