/** The logger as its users see it. Static message, facts in fields; never audio, text or pictures. */

/** Plain facts beside a message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Four levels are enough. */
export type Log = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

/** A log that says nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
