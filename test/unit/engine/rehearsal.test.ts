/** Rehearsals: when they begin, pause and end. */
import { describe, expect, test } from 'vitest';
import { CallActivity } from '../../../src/main/engine/call-activity.ts';
import type { EngineState } from '../../../src/main/engine/engine.ts';
import { type RehearsingEngine, rehearse } from '../../../src/main/engine/rehearsal.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const open = (steps: number, fails = false) => {
  const clock = new ManualClock();
  const activity = new CallActivity(clock);
  let listener: (state: EngineState) => void = () => {};
  const asked: number[] = [];
  const engine = {
    state: 'up' as EngineState,
    activity,
    onState: (told: typeof listener) => {
      listener = told;
      return () => {};
    },
    call: async () => {
      asked.push(clock.now() / 1000);
      if (fails) throw new Error('the engine ended');
      return { done: asked.length % steps === 0 };
    },
  };
  const rehearsal = rehearse({ engine: engine as unknown as RehearsingEngine, clock, log: silentLog });
  return { clock, activity, asked, rehearsal, restart: () => listener('up') };
};

describe('rehearsal', () => {
  test('begins after a quiet while and ends with the last step', async () => {
    const { clock, asked } = open(3);
    await clock.advance(700);
    expect(asked).toEqual([]);
    await clock.advance(5000);
    expect(asked).toEqual([800, 820, 840]);
  });

  test('waits while anything is asked, and for a quiet while after it', async () => {
    const { clock, activity, asked } = open(3);
    let answer: () => void = () => {};
    const call = new Promise<void>(resolve => {
      answer = resolve;
    });
    await clock.advance(810);
    void activity.during(call);
    await clock.advance(3000);
    expect(asked).toEqual([800]);
    answer();
    await clock.advance(0);
    await clock.advance(700);
    expect(asked).toEqual([800]);
    await clock.advance(3000);
    expect(asked).toHaveLength(3);
  });

  test('one that failed is not tried with the next process', async () => {
    const { clock, asked, restart } = open(3, true);
    await clock.advance(1000);
    restart();
    await clock.advance(5000);
    expect(asked).toHaveLength(1);
  });

  test('a new process is rehearsed again; a closed rehearsal does nothing more', async () => {
    const { clock, asked, rehearsal, restart } = open(1);
    await clock.advance(1000);
    expect(asked).toHaveLength(1);
    restart();
    await clock.advance(1000);
    expect(asked).toHaveLength(2);
    restart();
    rehearsal.close();
    await clock.advance(5000);
    expect(asked).toHaveLength(2);
  });
});
