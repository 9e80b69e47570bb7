/** Each dependency rule catches what it is there for: a copy of the sources with one forbidden import for each. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CruiseResult, cruise, judgeCruise } from '../../scripts/gate/dependency-step.ts';
import { PLANTED } from './planted-imports.ts';
import { ROOT } from './source-files.ts';

type Rules = { forbidden: readonly { name: string }[] };
const rules = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')) as Rules;

const copy = mkdtempSync(join(tmpdir(), 'mouthpiece-planted-'));
let result: CruiseResult;

beforeAll(async () => {
  cpSync(join(ROOT, 'src'), join(copy, 'src'), { recursive: true });
  for (const name of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.base.json'])
    cpSync(join(ROOT, name), join(copy, name));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  for (const { files } of PLANTED)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
  result = await cruise(copy);
}, 120_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('dependency rules', () => {
  test('each have one planted import', () => {
    expect(PLANTED.map(({ rule }) => rule)).toEqual(rules.forbidden.map(({ name }) => name));
  });

  test.each(PLANTED.map(({ rule, files }) => [rule, Object.keys(files)[0] as string]))(
    '%s catches %s',
    (rule, planted) => {
      const caught = result.summary.violations.filter(violation => violation.rule.name === rule);
      expect(caught.map(({ from }) => from)).toContain(planted);
    },
  );

  test('a run over the planted copy fails on every rule', () => {
    expect(judgeCruise(result).failures.length).toBe(PLANTED.length);
  });

  test('a run that read no source fails', () => {
    const nothing: CruiseResult = { modules: [{ source: 'test/x.ts' }], summary: { violations: [] } };
    expect(judgeCruise(nothing)).toEqual({
      passed: 0,
      failures: ['dependency rules: no file of src was read'],
    });
  });
});
