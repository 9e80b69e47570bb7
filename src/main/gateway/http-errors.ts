/** Our errors as HTTP statuses and JSON bodies; never a stack. */
import { type ErrorCode, type ErrorData, StudioError, toErrorData } from '../../shared/errors.ts';

/** Every code of ours → its status. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  'avatar/not-found': 404,
  'avatar/too-large': 413,
  'avatar/too-many-pixels': 413,
  'avatar/unreadable': 422,
  'avatar/mouth-not-set': 409,
  'avatar/bad-metadata': 422,
  'audio/unreadable': 422,
  'audio/bad-format': 422,
  'audio/too-long': 413,
  'speech/empty-text': 422,
  'speech/text-too-long': 413,
  'speech/unsupported-language': 422,
  'speech/voice-not-found': 404,
  'speech/failed': 500,
  'session/not-found': 404,
  'session/bad-config': 422,
  'session/backlog-full': 503,
  'session/busy': 503,
  'session/closed': 410,
  'engine/crashed': 503,
  'engine/unavailable': 503,
  'engine/timeout': 504,
  'renderer/failed': 500,
  'model/missing': 500,
  'model/corrupt': 500,
  'model/unreachable': 502,
  'model/unsupported': 422,
  'model/needs-gpu': 409,
  'model/licence-needed': 409,
  'model/no-space': 507,
  'model/download-failed': 502,
  'model/hash-mismatch': 502,
  'export/unsupported': 422,
  'export/failed': 500,
  'export/no-space': 507,
  'export/input-gone': 404,
  'store/not-found': 404,
  'store/corrupt': 500,
  'store/conflict': 409,
  'store/failed': 500,
  'config/invalid': 400,
  'gateway/unauthorized': 401,
  'gateway/forbidden': 403,
  'gateway/off': 503,
  'gateway/refused': 403,
  'gateway/too-large': 413,
  'request/invalid': 400,
  'request/cancelled': 499,
  'internal/bug': 500,
};

/** Status and body of an error. What is not a StudioError is a bug whose text stays in the log. */
export const httpError = (error: unknown): { status: number; body: { error: ErrorData } } => {
  const known = error instanceof StudioError;
  const data = toErrorData(error);
  const shown = known ? data : { ...data, message: 'Something went wrong in the server; its log says what.' };
  return { status: HTTP_STATUS[data.code], body: { error: shown } };
};
