/** Removing with a way back: taken back in time, erased once, never lost at the end. */
import { describe, expect, test } from 'vitest';
import { UndoWindow } from '../../../src/main/studio-server/undo-window.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const open = (erase: (what: string) => Promise<void> = async () => {}) => {
  const clock = new ManualClock();
  const erased: string[] = [];
  const take = async (what: string): Promise<void> => {
    erased.push(what);
    await erase(what);
  };
  return { clock, erased, undo: new UndoWindow({ clock, ms: 1000, erase: take, log: silentLog }) };
};

describe('UndoWindow', () => {
  test('gives back until its time is over', async () => {
    const { clock, erased, undo } = open();
    undo.open('a', 'one');
    undo.open('b', 'two');
    expect(undo.waiting()).toEqual(['one', 'two']);
    expect(undo.takeBack('a')).toBe('one');
    await clock.advance(2000);
    expect([erased, undo.takeBack('b')]).toEqual([['two'], null]);
  });

  test('the end erases what waits and waits for what is being erased', async () => {
    let finish = (): void => {};
    const { clock, erased, undo } = open(what =>
      what === 'slow' ? new Promise(resolve => (finish = resolve)) : Promise.resolve(),
    );
    undo.open('a', 'slow');
    await clock.advance(1000);
    undo.open('b', 'late');
    let isClosed = false;
    const closing = undo.close().then(() => {
      isClosed = true;
    });
    await clock.advance(0);
    expect([erased, isClosed]).toEqual([['slow', 'late'], false]);
    finish();
    await closing;
    expect(undo.waiting()).toEqual([]);
  });

  test('a fault in erasing ends nobody', async () => {
    const { clock, undo } = open(() => Promise.reject(new Error('disk')));
    undo.open('a', 'one');
    await clock.advance(1000);
    await undo.close();
  });
});
