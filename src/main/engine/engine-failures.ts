/** The two ways an engine process fails its callers. */
import { StudioError } from '../../shared/errors.ts';

/** It ended with calls in flight. */
export const crashed = (cause?: unknown): StudioError =>
  new StudioError(
    'engine/crashed',
    'The engine stopped and is being restarted. Send the request again.',
    {},
    { cause },
  );

/** It is not there. */
export const unavailable = (): StudioError =>
  new StudioError(
    'engine/unavailable',
    'The engine is not running. Wait a moment and try again; `mouthpiece doctor` says why.',
  );
