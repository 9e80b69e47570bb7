/** A progress bar on stderr; plain lines where stderr is not a terminal. */
import type { JobProgress } from '../../shared/engine-link.ts';

const WIDTH = 28;

/** Draws the progress of a job; `done` ends the line. */
export const createProgressBar = (stream: NodeJS.WriteStream = process.stderr) => {
  const started = performance.now();
  let last = '';
  const draw = ({ phase, framesDone, framesTotal }: JobProgress[keyof JobProgress]): void => {
    const share = framesTotal === 0 ? 0 : Math.min(1, framesDone / framesTotal);
    if (stream.isTTY) {
      const filled = Math.round(share * WIDTH);
      const bar = '█'.repeat(filled) + '·'.repeat(WIDTH - filled);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      stream.write(
        `\r${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${phase}  ${framesDone}/${framesTotal} frames  ${seconds} s `,
      );
    } else if (phase !== last) stream.write(`${phase}\n`);
    last = phase;
  };
  return {
    draw,
    done: () => {
      if (stream.isTTY && last !== '') stream.write('\n');
      last = '';
    },
  };
};
