/** The frames of a chunk for a client that reads late, never, or no more. */
import { expect, test } from 'vitest';
import type { Connection, Meter } from '../../../../src/main/protocols/front-end.ts';
import { silentMeter } from '../../../../src/main/protocols/front-end.ts';
import { sendChunk } from '../../../../src/main/protocols/omnirt/chunk-reply.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { decodeVideo } from '../../../support/omnirt-wire.ts';

const JPEGS = [new Uint8Array([1]), new Uint8Array([2])];

const start = () => {
  const sent: number[] = [];
  const dropped: number[] = [];
  const peer = { isSlow: true };
  const connection: Connection = {
    id: 'x',
    path: '/',
    query: new URLSearchParams(),
    origin: null,
    userAgent: null,
    queuedBytes: 0,
    sendText: () => {},
    sendBinary: (bytes, options) => {
      if (peer.isSlow && options?.droppable === true) return false;
      const decoded = decodeVideo(bytes);
      sent.push('fault' in decoded ? -1 : decoded.jpegs.length);
      return true;
    },
    pause: () => {},
    resume: () => {},
    close: () => {},
  };
  const meter: Meter = { ...silentMeter, dropped: frames => void dropped.push(frames) };
  const clock = new ManualClock();
  const gone = new AbortController();
  return { peer, sent, dropped, clock, gone, deps: { connection, clock, meter, signal: gone.signal } };
};

test('a client that reads again in time gets all frames', async () => {
  const { peer, sent, dropped, clock, deps } = start();
  const done = sendChunk(deps, JPEGS);
  await clock.advance(5000);
  expect(sent).toEqual([]);
  peer.isSlow = false;
  await clock.advance(20);
  await done;
  expect([sent, dropped]).toEqual([[2], []]);
});

test('one that never reads gets an empty answer, and the frames are counted', async () => {
  const { sent, dropped, clock, deps } = start();
  const done = sendChunk(deps, JPEGS);
  await clock.advance(10_100);
  await done;
  expect([sent, dropped]).toEqual([[0], [2]]);
});

test('one that is gone ends the waiting', async () => {
  const { sent, dropped, clock, gone, deps } = start();
  const done = sendChunk(deps, JPEGS);
  await clock.advance(100);
  gone.abort();
  await done;
  expect([sent, dropped]).toEqual([[], []]);
});
