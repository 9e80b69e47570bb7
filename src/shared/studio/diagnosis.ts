/** What the page may ask about this machine, the server's settings and its log. */
import { z } from 'zod';
import { CheckResult, KnobView, LOG_LEVELS, LogEntry } from '../diagnosis.ts';
import { method, Nothing } from './method.ts';

/** name → schemas of parameters and result. */
export const DIAGNOSIS_METHODS = {
  /** The doctor's checks, on the running server; takes some seconds. */
  'diagnosis.run': method(Nothing, z.array(CheckResult)),
  'diagnosis.knobs': method(Nothing, z.array(KnobView)),
  /** Writes one knob into the settings file, or takes it out (null); it holds from the next start on. Errors: config/invalid. */
  'diagnosis.setKnob': method(
    z.object({ name: z.string().min(1).max(80), value: z.string().max(4000).nullable() }),
    z.array(KnobView),
  ),
  /** Entries of the log after a serial number, oldest first, the newest `limit` of them; earlier runs included. */
  'diagnosis.log': method(
    z.object({
      after: z.number().int().min(0).default(0),
      least: z.enum(LOG_LEVELS).default('info'),
      search: z.string().max(200).default(''),
      limit: z.number().int().min(1).max(2000).default(500),
    }),
    z.array(LogEntry),
  ),
  /** Checks, settings and log as one text to give away: names, paths, addresses and keys of the user are left out. */
  'diagnosis.report': method(Nothing, z.object({ text: z.string() })),
} as const;
