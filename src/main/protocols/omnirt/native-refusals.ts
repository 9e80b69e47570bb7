/** What the native dialogue refuses, in the protocol's words. Data only. */
import type { WireFailure } from './wire.ts';

/** Audio for a cancelled session; the reference's words. */
export const CANCELLED: WireFailure = {
  code: 'session_cancelled',
  message: 'The avatar session has been cancelled.',
};
/** Clients of this family refuse larger messages. */
export const TOO_LARGE: WireFailure = {
  code: 'runtime_error',
  message: 'The frames of one chunk exceed 50 MB. Ask for smaller chunks.',
};
/** Something that needs a session came without one. */
export const noSession = (what: string): WireFailure => ({
  code: 'session_required',
  message: `Create a session before ${what}.`,
});

/** More was sent ahead than is kept. */
export const BACKLOG_FULL: WireFailure = {
  code: 'backlog_full',
  message: 'Too many messages are waiting. Read the answers before sending more.',
};

/** A token that finds no session. */
export const NOTHING_WAITS: WireFailure = {
  code: 'session_not_found',
  message: 'No session waits for this token: it ended, or the token was used before.',
};
