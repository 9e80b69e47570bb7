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

/** One value of the server's configuration. `set`: what the environment or the settings file says; null: neither does. */
export const KnobView = z.object({
  group: z.enum(['server', 'omnirt', 'blend', 'upstream']),
  name: z.string(),
  flag: z.string().nullable(),
  initial: z.string(),
  allowed: z.string(),
  meaning: z.string(),
  set: z.string().nullable(),
});
/** Parsed KnobView. */
export type KnobView = z.infer<typeof KnobView>;
