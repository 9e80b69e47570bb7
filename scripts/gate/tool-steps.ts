/** The steps that are one program each: formatter and linter, types, build. */
import { build } from '../house/build.mjs';
import { inRoot, ROOT } from '../house/paths.mjs';
import { lastLines, runProcess } from '../house/run-process.mjs';
import { type GateStep, wholeOutcome } from './gate-step.ts';

const programStep = (name: string, script: string, args: readonly string[], lines: number): GateStep => ({
  name,
  async run() {
    const { code, output } = await runProcess(process.execPath, [inRoot(script), ...args], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
      timeoutMs: 300_000,
    });
    return wholeOutcome(name, code, lastLines(output, lines));
  },
});

/** Formatting and lint rules. */
export const lintStep: GateStep = programStep(
  'format and lint',
  'node_modules/@biomejs/biome/bin/biome',
  ['ci', '--colors=off', '--reporter=summary', '.'],
  60,
);

/** TypeScript 7 over all projects. */
export const typesStep: GateStep = programStep(
  'types',
  'node_modules/typescript-7/bin/tsc',
  ['-b', 'tsconfig.json'],
  40,
);

/** The build, always anew: a stamp must not hide a broken build from the gate. */
export const buildStep: GateStep = {
  name: 'build',
  async run() {
    const { code, output } = await build();
    return wholeOutcome('build', code, lastLines(output, 30));
  },
};
