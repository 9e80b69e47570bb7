/** A failed command in one line: code, what happened, what to do. */
import { StudioError, toErrorData } from '../../shared/errors.ts';

/** Prints to stderr and gives the exit code: 130 for a cancel, 2 for the user's input, 1 for the rest. */
export const reportFailure = (error: unknown): number => {
  const data = toErrorData(error);
  if (data.code === 'request/cancelled') {
    process.stderr.write('Cancelled; no file was left behind.\n');
    return 130;
  }
  process.stderr.write(`mouthpiece: ${data.message} [${data.code}]\n`);
  if (data.code === 'internal/bug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  const isInput =
    error instanceof StudioError && /^(avatar|audio|speech|config|request|export)\//.test(error.code);
  return isInput ? 2 : 1;
};
