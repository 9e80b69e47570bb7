/** The methods about this machine, the server's settings and its log: names → what they do. */
import type { CheckResult, KnobView, LogEntry, LogLevel } from '../../shared/diagnosis.ts';
import type { DIAGNOSIS_METHODS } from '../../shared/studio/diagnosis.ts';
import type { StudioCalls } from './studio-calls.ts';

/** What answers them; made beside the server, because it looks at the whole of it. */
export type Diagnosis = {
  run(): Promise<CheckResult[]>;
  knobs(): KnobView[];
  setKnob(name: string, value: string | null): KnobView[];
  log(query: { after: number; least: LogLevel; search: string; limit: number }): LogEntry[];
  /** `names`: words that must not be told. */ report(names: readonly string[]): Promise<string>;
};

/** Builds their part of the table. */
export const createDiagnosisCalls = (
  diagnosis: Diagnosis,
  avatarNames: () => readonly string[],
): Pick<StudioCalls, keyof typeof DIAGNOSIS_METHODS> => ({
  'diagnosis.run': () => diagnosis.run(),
  'diagnosis.knobs': () => diagnosis.knobs(),
  'diagnosis.setKnob': ({ name, value }) => diagnosis.setKnob(name, value),
  'diagnosis.log': query => diagnosis.log(query),
  'diagnosis.report': async () => ({ text: await diagnosis.report(avatarNames()) }),
});
