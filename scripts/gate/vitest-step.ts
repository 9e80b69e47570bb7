/** Runs vitest with a configuration and turns its report into an outcome. Knows nothing of the tests. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, inRoot, ROOT } from '../house/paths.mjs';
import { lastLines, runProcess } from '../house/run-process.mjs';
import type { GateReport } from './gate-reporter.ts';
import type { GateStep, StepOutcome } from './gate-step.ts';

const outcomeOf = (report: GateReport): StepOutcome => ({
  passed: report.passed,
  failures: report.failed.map(test => `${test.name}\n${test.message}`),
  skipped: report.skipped,
});

/** A step that runs the tests of one configuration file. `timeoutMs` bounds the whole run; `env` is added to the environment. */
export const vitestStep = (
  name: string,
  options: { config: string; timeoutMs: number; env?: Record<string, string> },
): GateStep => ({
  name,
  async run() {
    mkdirSync(CACHE, { recursive: true });
    const reportPath = join(CACHE, `gate-${name.replaceAll(/\W+/g, '-')}.json`);
    rmSync(reportPath, { force: true });
    const args = [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      `--config=${options.config}`,
      `--reporter=${inRoot('scripts/gate/gate-reporter.ts')}`,
    ];
    const { code, output } = await runProcess(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...options.env, GATE_REPORT: reportPath, NO_COLOR: '1', CI: '1' },
      timeoutMs: options.timeoutMs,
    });
    if (!existsSync(reportPath))
      return {
        passed: 0,
        failures: [`${name}: vitest ended with code ${code} and no report\n${lastLines(output, 20)}`],
      };
    const outcome = outcomeOf(JSON.parse(readFileSync(reportPath, 'utf8')) as GateReport);
    return code !== 0 && outcome.failures.length === 0
      ? { ...outcome, failures: [`${name}: vitest ended with code ${code}\n${lastLines(output, 20)}`] }
      : outcome;
  },
});
