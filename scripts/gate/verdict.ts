/** Adds the steps up: what passed, what failed, and which skips nobody allowed. Pure. */
import type { SkippedTest, StepOutcome } from './gate-step.ts';

/** One committed permission to skip: the test's full name and why it may be missing on some machines. */
export type AllowedSkip = { test: string; reason: string };

/** The gate's result. `lines` end with the skips and then `N passed, N failed`. */
export type Verdict = { ok: boolean; lines: string[] };

/** Every skip that is not on the list, as a failure. */
export const forbiddenSkips = (skipped: readonly SkippedTest[], allowed: readonly AllowedSkip[]): string[] =>
  skipped
    .filter(skip => !allowed.some(entry => entry.test === skip.name))
    .map(skip => `skipped without leave: ${skip.name} (${skip.reason}); see test/skip-allow-list.json`);

/** Sums all outcomes; a run in which nothing passed is a failure too. */
export const judge = (outcomes: readonly StepOutcome[], allowed: readonly AllowedSkip[]): Verdict => {
  const skipped = outcomes.flatMap(outcome => outcome.skipped ?? []);
  const failures = [...outcomes.flatMap(outcome => outcome.failures), ...forbiddenSkips(skipped, allowed)];
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  if (passed === 0 && failures.length === 0) failures.push('nothing ran');
  const named = skipped.map(skip => `${skip.name} (${skip.reason})`).join('; ');
  return {
    ok: failures.length === 0,
    lines: [
      ...failures.map(failure => `✗ ${failure}\n`),
      skipped.length === 0 ? 'skipped: none' : `skipped: ${named}`,
      `${passed} passed, ${failures.length} failed`,
    ],
  };
};
