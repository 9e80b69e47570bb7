/** What the doctor found and how the server is set, as the page and the command line see them. */
import { z } from 'zod';

/** One line of the report. `note` is worth knowing and needs no fix. */
export const CheckResult = z.object({
  name: z.string(),
  state: z.enum(['ok', 'note', 'fail']),
  says: z.string(),
  fix: z.string().nullable(),
});
/** Parsed CheckResult. */
export type CheckResult = z.infer<typeof CheckResult>;

/** One value of the server's configuration. `set`: what the running server read; null: nobody said anything, so `initial` holds. */
export const KnobView = z.object({
  group: z.enum(['server', 'omnirt', 'blend', 'upstream']),
  name: z.string(),
  flag: z.string().nullable(),
  initial: z.string(),
  allowed: z.string(),
  meaning: z.string(),
  set: z.string().nullable(),
  /** Who said so. Flags win over the environment, that over the settings file. */
  source: z.enum(['flag', 'environment', 'file']).nullable(),
  /** What the settings file says now; a server that runs reads it at its next start. */
  inFile: z.string().nullable(),
  /** The settings file says something else than it did when the server started. */ waits: z.boolean(),
  /** May be written in the settings file. */ editable: z.boolean(),
});
/** Parsed KnobView. */
export type KnobView = z.infer<typeof KnobView>;

/** How grave an entry of the log is, least first. */
export const LOG_LEVELS = ['info', 'warn', 'error'] as const;
/** One of them. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line of the log. Serial numbers grow by one; `at` is ISO 8601 in UTC. */
export const LogEntry = z.object({
  serial: z.number().int(),
  at: z.string(),
  level: z.enum(LOG_LEVELS),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
/** Parsed LogEntry. */
export type LogEntry = z.infer<typeof LogEntry>;
