/** Checks, knobs, log and report of a running server, joined. */

import type { StudioConfig } from '../config.ts';
import type { Host } from '../host.ts';
import type { Diagnosis } from '../studio-server/diagnosis-calls.ts';
import { readVersion } from '../version.ts';
import { runChecks } from './checks.ts';
import { KnobBook } from './knob-book.ts';
import type { LogBook } from './log-book.ts';
import { reportOf } from './report.ts';

/** Lines of the log in a report. */
const REPORTED_LINES = 400;

/** See Diagnosis. @throws StudioError `config/invalid` for a settings file that cannot be read. */
export const createDiagnosis = (deps: { host: Host; config: StudioConfig; logBook: LogBook }): Diagnosis => {
  const { host, config, logBook } = deps;
  const knobs = new KnobBook(config);
  const run: Diagnosis['run'] = () =>
    runChecks(host, { ...process.env, MOUTHPIECE_DATA: config.dataDir }, { serving: true });
  return {
    run,
    knobs: () => knobs.list(),
    setKnob: (name, value) => knobs.set(name, value),
    log: query => logBook.find(query),
    report: async names =>
      reportOf({
        version: readVersion(host.paths.resources),
        at: new Date(),
        checks: await run(),
        knobs: knobs.list(),
        log: logBook.find({ after: 0, least: 'info', search: '', limit: REPORTED_LINES }),
        names,
      }),
  };
};
