/** The one error class of the project and its closed list of codes. Knows nothing of wires: each front-end maps the codes to its own. */

/** Every code a StudioError can carry. Adding one makes each front-end's `Record<ErrorCode, …>` fail to compile until it is mapped. */
export const ERROR_CODES = [
  'avatar/not-found',
  'avatar/too-large',
  'avatar/too-many-pixels',
  'avatar/unreadable',
  'avatar/mouth-not-set',
  'avatar/bad-metadata',
  'audio/unreadable',
  'audio/bad-format',
  'audio/too-long',
  'speech/empty-text',
  'speech/text-too-long',
  'speech/unsupported-language',
  'speech/voice-not-found',
  'speech/failed',
  'session/not-found',
  'session/bad-config',
  'session/backlog-full',
  'session/busy',
  'session/closed',
  'engine/crashed',
  'engine/unavailable',
  'engine/timeout',
  'renderer/failed',
  'model/missing',
  'model/corrupt',
  'model/unreachable',
  'model/unsupported',
  'model/needs-gpu',
  'model/licence-needed',
  'model/no-space',
  'model/download-failed',
  'model/hash-mismatch',
  'export/unsupported',
  'export/failed',
  'export/no-space',
  'export/input-gone',
  'store/not-found',
  'store/corrupt',
  'store/conflict',
  'store/failed',
  'config/invalid',
  'gateway/unauthorized',
  'gateway/forbidden',
  'gateway/off',
  'gateway/refused',
  'gateway/too-large',
  'request/invalid',
  'request/cancelled',
  'internal/bug',
] as const;

/** One of ERROR_CODES. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts of an error for the log and the wire: plain JSON values, never audio, text of a user, or image bytes. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * An error somebody can act on. `message` is a whole sentence that says what happened and what to do;
 * `details` are facts for the log. Anything else that is thrown is a bug and becomes `internal/bug`.
 */
export class StudioError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StudioError';
    this.code = code;
    this.details = details;
  }
}

/** A StudioError as plain data, for process borders and sockets. */
export type ErrorData = { code: ErrorCode; message: string; details: ErrorDetails };

/** An error of the file system: its text holds paths of this machine, which are nobody's business. */
const isFileError = (error: unknown): error is { code: string; syscall: string } =>
  error instanceof Error &&
  'path' in error &&
  'syscall' in error &&
  'code' in error &&
  typeof error.code === 'string' &&
  typeof error.syscall === 'string';

/** Any thrown value as ErrorData; unknown errors become `internal/bug` with their own message, those about files without their path. */
export const toErrorData = (error: unknown): ErrorData => {
  if (error instanceof StudioError)
    return { code: error.code, message: error.message, details: error.details };
  if (isFileError(error)) {
    const { code, syscall } = error;
    return { code: 'internal/bug', message: `A file cannot be used (${code}, ${syscall}).`, details: {} };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal/bug', message, details: {} };
};

/** The reverse of toErrorData, on the other side of a border. */
export const fromErrorData = (data: ErrorData): StudioError =>
  new StudioError(data.code, data.message, data.details);

/** Marks the end of an exhaustive switch; reaching it at run time is a bug. */
export const assertNever = (value: never): never => {
  throw new StudioError('internal/bug', `Unexpected value ${JSON.stringify(value)}.`);
};
