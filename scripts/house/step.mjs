/** Says what the set-up is doing, one line a step. Knows only where to write. */

/** A failure that a person can act on; its message is all that is shown. */
export class SetupError extends Error {}

/** How long something took, for people. @param {number} ms */
export const seconds = ms => (ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/**
 * Runs a main function and turns anything it throws into one line and exit code 1.
 * @param {() => Promise<number | void>} main
 */
export const runMain = async main => {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`mouthpiece: ${message}\n`);
    if (!(error instanceof SetupError) && process.env.MOUTHPIECE_DEBUG) console.error(error);
    process.exitCode = 1;
  }
};
