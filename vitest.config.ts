/** Which tests there are and how they run: Node 24, two forks, no globals. The browser tests are Playwright's (test/e2e). */
import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], extra: { testTimeout?: number } = {}) => ({
  extends: true as const,
  test: { name, include, environment: 'node' as const, ...extra },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Machines are busy: an effect is waited for, not asked for once a second has passed.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      project('unit', ['test/unit/**/*.test.ts', 'test/unit/**/*.test.tsx']),
      project('contract', ['test/contract/**/*.test.ts'], { testTimeout: 240_000 }),
      project('golden', ['test/golden/**/*.test.ts'], { testTimeout: 300_000 }),
      project('rules', ['test/rules/**/*.test.ts'], { testTimeout: 300_000 }),
    ],
  },
});
