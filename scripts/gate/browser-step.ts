/** Sees to it that there is a Chromium for the page tests: the machine's own, Debian's by apt, or Playwright's. */

import { findChromium, hasApt } from '../../test/support/chromium.ts';
import { inRoot } from '../house/paths.mjs';
import { lastLines, runProcess } from '../house/run-process.mjs';
import type { GateStep } from './gate-step.ts';

const INSTALL_MS = 240_000;

const installWithApt = async (): Promise<string> => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runProcess('apt-get', ['update', '-qq'], { env, timeoutMs: INSTALL_MS });
  const args = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
  return (await runProcess('apt-get', args, { env, timeoutMs: INSTALL_MS })).output;
};

const installWithPlaywright = async (): Promise<string> =>
  (
    await runProcess(
      process.execPath,
      [inRoot('node_modules/playwright-core/cli.js'), 'install', 'chromium'],
      {
        timeoutMs: INSTALL_MS,
      },
    )
  ).output;

/** The step: one check, passed when a browser can be started. */
export const browserStep: GateStep = {
  name: 'Chromium',
  async run() {
    if (findChromium()) return { passed: 1, failures: [] };
    const output = hasApt() ? await installWithApt() : await installWithPlaywright();
    if (findChromium()) return { passed: 1, failures: [] };
    return {
      passed: 0,
      failures: [`no Chromium: install one, or name it in MOUTHPIECE_CHROMIUM\n${lastLines(output, 5)}`],
    };
  },
};
