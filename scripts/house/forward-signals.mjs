/** Passes the signals that end this process on to its child. Plain JavaScript for Node 20. */

/**
 * Ctrl+C in a terminal reaches the whole process group by itself; passing it on would hit the child twice.
 * @param {import('node:child_process').ChildProcess} child @param {() => void} [onSignal]
 */
export const forwardSignals = (child, onSignal) => {
  const inTerminal = [process.stdin, process.stdout, process.stderr].some(stream => stream.isTTY);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      onSignal?.();
      if (signal !== 'SIGINT' || !inTerminal) child.kill(signal);
    });
};
