/**
 * Every case of the OmniRT protocol against our server in both runtimes, or against any other:
 * `OMNIRT_CONFORMANCE_URL=ws://host:port npx vitest run test/contract/omnirt`. What is ours alone is skipped there, by name, unless
 * `OMNIRT_CONFORMANCE_ALL=1` wants to see how the other server differs.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ALL_CASES } from './all-cases.ts';
import { foreignUrl, reach, startOwn, type Target } from './target.ts';

const wantsAll = process.env.OMNIRT_CONFORMANCE_ALL === '1';

const suite = (name: string, start: () => Promise<Target>, runtime: 'fake' | 'resident' | null): void => {
  describe(name, () => {
    let target: Target;
    beforeAll(async () => {
      target = await start();
    });
    afterEach(() => target.closeClients());
    afterAll(() => target.close());

    for (const row of ALL_CASES) {
      if (runtime !== null && row.runtime !== undefined && row.runtime !== runtime) continue;
      if (runtime === null && row.ours !== undefined && !wantsAll)
        test.skip(`${row.name} (ours: ${row.ours})`, () => {});
      else test(row.name, () => row.run(target));
    }
  });
};

test('no two cases have the same name', () => {
  const names = ALL_CASES.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

if (foreignUrl === null) {
  for (const runtime of ['fake', 'resident'] as const)
    suite(`our server, ${runtime}`, () => startOwn(runtime), runtime);
} else {
  const url = foreignUrl;
  suite(url, async () => reach(url), null);
}
