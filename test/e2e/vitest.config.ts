/** The tests of the built product: the server as a process, its pages in Chromium, the app in Electron. One file at a time. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/e2e/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Machines are busy: an effect is waited for, not asked for once a second has passed.
    expect: { poll: { timeout: 30_000 } },
  },
});
