/** Who may import whom: runs dependency-cruiser over the sources and makes one check of each of its rules. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, inRoot } from '../house/paths.mjs';
import { lastLines, runProcess } from '../house/run-process.mjs';
import type { GateStep, StepOutcome } from './gate-step.ts';

/** The part of dependency-cruiser's JSON that is read here. */
export type CruiseResult = {
  modules: readonly { source: string }[];
  summary: {
    violations: readonly { from: string; to: string; rule: { name: string; severity: string } }[];
    ruleSetUsed?: { forbidden?: readonly { name?: string }[] };
  };
};

/** Cruises `src` below `folder` with the rules that lie there. Throws with the tool's own words when it gives no JSON. */
export const cruise = async (folder: string): Promise<CruiseResult> => {
  mkdirSync(CACHE, { recursive: true });
  const report = join(CACHE, `cruise-${process.pid}.json`);
  const { output } = await runProcess(
    process.execPath,
    [
      inRoot('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config=.dependency-cruiser.cjs',
      '--output-type=json',
      `--output-to=${report}`,
      'src',
    ],
    { cwd: folder, timeoutMs: 180_000 },
  );
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as CruiseResult;
  } catch {
    throw new Error(`dependency-cruiser gave no result:\n${lastLines(output, 20)}`);
  } finally {
    rmSync(report, { force: true });
  }
};

/** One check for each rule, and one that sources were read at all. */
export const judgeCruise = (result: CruiseResult): StepOutcome => {
  const sources = result.modules.filter(module => module.source.startsWith('src/'));
  if (sources.length === 0) return { passed: 0, failures: ['dependency rules: no file of src was read'] };
  const rules = (result.summary.ruleSetUsed?.forbidden ?? []).map(rule => rule.name ?? 'unnamed');
  const broken = new Map<string, string[]>();
  for (const { rule, from, to } of result.summary.violations)
    broken.set(rule.name, [...(broken.get(rule.name) ?? []), `  ${from} → ${to}`]);
  return {
    passed: 1 + rules.filter(rule => !broken.has(rule)).length,
    failures: [...broken].map(([rule, where]) => `dependency rule ${rule}\n${where.slice(0, 12).join('\n')}`),
  };
};

/** The step of the gate. */
export const dependencyStep: GateStep = {
  name: 'dependency rules',
  run: async () => judgeCruise(await cruise(inRoot())),
};
