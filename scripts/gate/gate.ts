/** The gate: every step, whatever the others say, then the verdict. Run by scripts/test.mjs under Node 24. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../house/paths.mjs';
import { seconds } from '../house/step.mjs';
import { browserStep } from './browser-step.ts';
import { dependencyStep } from './dependency-step.ts';
import type { GateStep, StepOutcome } from './gate-step.ts';
import { buildStep, lintStep, typesStep } from './tool-steps.ts';
import { type AllowedSkip, judge } from './verdict.ts';
import { vitestStep } from './vitest-step.ts';

const full = process.argv.includes('--full');
const env = full ? { MOUTHPIECE_FULL: '1' } : {};
const MINUTE_MS = 60_000;

/** One stage after the other; the steps of a stage run side by side: none of the first keeps two cores busy. */
const stages: readonly (readonly GateStep[])[] = [
  [lintStep, typesStep, dependencyStep, buildStep, browserStep],
  [
    vitestStep('unit, contract, golden', {
      config: 'vitest.config.ts',
      timeoutMs: (full ? 60 : 12) * MINUTE_MS,
      env,
    }),
  ],
  [
    vitestStep('built server and pages', {
      config: 'test/e2e/vitest.config.ts',
      timeoutMs: (full ? 60 : 15) * MINUTE_MS,
      env,
    }),
  ],
];

const runStep = async (step: GateStep): Promise<StepOutcome> => {
  const startedAt = performance.now();
  const outcome = await step.run().catch((error: unknown): StepOutcome => {
    const message = error instanceof Error ? error.message : String(error);
    return { passed: 0, failures: [`${step.name}\n${message}`] };
  });
  const counts = `${outcome.passed} passed${outcome.failures.length > 0 ? `, ${outcome.failures.length} FAILED` : ''}`;
  console.log(`· ${step.name}: ${counts} in ${seconds(performance.now() - startedAt)}`);
  return outcome;
};

const outcomes: StepOutcome[] = [];
for (const stage of stages) outcomes.push(...(await Promise.all(stage.map(runStep))));

const allowed = JSON.parse(readFileSync(inRoot('test/skip-allow-list.json'), 'utf8')) as AllowedSkip[];
const verdict = judge(outcomes, allowed);
console.log('');
for (const line of verdict.lines) console.log(line);
process.exitCode = verdict.ok ? 0 : 1;
