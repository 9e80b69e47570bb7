/** What a step of the gate is and what it hands back. Knows no particular step. */

/** A test that did not run, with the reason it gave. */
export type SkippedTest = { name: string; reason: string };

/** The outcome of a step. `failures` are for people: one entry for each failed check, its first line its name. */
export type StepOutcome = {
  passed: number;
  failures: readonly string[];
  skipped?: readonly SkippedTest[];
};

/** One step: its short name, and the work. A throw counts as one failure of the step. */
export type GateStep = { name: string; run(): Promise<StepOutcome> };

/** A step's outcome from a program that either succeeds or fails as a whole: one check. */
export const wholeOutcome = (name: string, code: number, output: string): StepOutcome =>
  code === 0
    ? { passed: 1, failures: [] }
    : { passed: 0, failures: [`${name} (exit code ${code})\n${output.trim()}`] };
