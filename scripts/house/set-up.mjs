/** The whole set-up of a checkout: packages, then build. Quick when there is nothing to do. Plain JavaScript for Node 20. */
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { withSetupLock } from './setup-lock.mjs';
import { SetupError } from './step.mjs';

const OLDEST_NODE = 20;

/**
 * Installs and, unless told otherwise, builds.
 * @param {(line: string) => void} say one line a step
 * @param {{ build?: boolean }} [options]
 */
export const setUp = (say, { build = true } = {}) => {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
    throw new SetupError(
      `Node ${process.versions.node} is too old; Mouthpiece needs Node ${OLDEST_NODE} or newer.`,
    );
  return withSetupLock(say, async () => {
    await ensureInstalled(say);
    if (build) await ensureBuilt(say);
  });
};
