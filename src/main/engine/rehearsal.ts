/** Lets a new engine process go through a session with nobody in it while nothing else is asked of it. Knows no session. */
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { AsyncCloseable } from '../../shared/scope.ts';
import type { CallActivity } from './call-activity.ts';
import type { Engine } from './engine.ts';

/** So long nobody must have asked anything: a program that has just started the server usually comes at once. */
const QUIET_MICROS = 800_000;
/** Between two steps, so that whoever comes is heard. */
const STEP_MS = 20;

/** What is rehearsed, and what tells that nobody needs it now. */
export type RehearsingEngine = Pick<Engine, 'call' | 'state' | 'onState'> & {
  readonly activity: Pick<CallActivity, 'quietMicros'>;
};

/** Begins with every start of the engine process, pauses while there is work, ends with the last step or with close(). */
export const rehearse = (deps: { engine: RehearsingEngine; clock: Clock; log: Log }): AsyncCloseable => {
  const { engine, clock, log } = deps;
  let cancel: () => void = () => {};
  /** It failed, or it is closed: a rehearsal that brings the engine down must not do so at every start of it. */
  let isOver = false;
  const wait = (ms: number): void => {
    cancel();
    if (!isOver) cancel = clock.after(ms, () => void step());
  };
  const step = async (): Promise<void> => {
    if (engine.state !== 'up') return;
    const quiet = engine.activity.quietMicros();
    if (quiet < QUIET_MICROS) return wait((QUIET_MICROS - quiet) / 1000);
    try {
      if ((await engine.call('rehearse', undefined)).done) return;
    } catch (error) {
      if (isOver) return;
      isOver = true;
      return log.warn('the engine could not be rehearsed', { error: String(error) });
    }
    wait(STEP_MS);
  };
  const unwatch = engine.onState(state => {
    cancel();
    if (state === 'up') wait(QUIET_MICROS / 1000);
  });
  if (engine.state === 'up') wait(QUIET_MICROS / 1000);
  return {
    close: () => {
      isOver = true;
      unwatch();
      cancel();
    },
  };
};
