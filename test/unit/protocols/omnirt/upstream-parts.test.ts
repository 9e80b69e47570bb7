/** The parts of talking to another server: is it there, who feeds whom, what does it say. */
import { describe, expect, test } from 'vitest';
import type { Dial, Upstream } from '../../../../src/main/protocols/front-end.ts';
import { FlowGate } from '../../../../src/main/protocols/omnirt/flow-gate.ts';
import { UpstreamMailbox } from '../../../../src/main/protocols/omnirt/upstream-mailbox.ts';
import { UpstreamReach } from '../../../../src/main/protocols/omnirt/upstream-reach.ts';
import { decodeVideo, encodeVideo } from '../../../../src/main/protocols/omnirt/wire.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

const upstream: Upstream = {
  sendText: () => {},
  sendBinary: () => {},
  queuedBytes: 0,
  pause: () => {},
  resume: () => {},
  close: () => {},
};

describe('UpstreamReach', () => {
  test('asks once in five seconds, and callers at the same time together', async () => {
    const clock = new ManualClock();
    let dials = 0;
    const reach = new UpstreamReach(async () => {
      dials += 1;
      return upstream;
    }, clock);
    expect(
      await Promise.all([reach.answers('ws://a'), reach.answers('ws://a'), reach.answers('ws://b')]),
    ).toEqual([true, true, true]);
    expect(dials).toBe(2);
    await clock.advance(4900);
    await reach.answers('ws://a');
    expect(dials).toBe(2);
    await clock.advance(200);
    await reach.answers('ws://a');
    expect(dials).toBe(3);
  });

  test('waits half a second for a server that says nothing', async () => {
    const clock = new ManualClock();
    const silent: Dial = (_url, _events, options) =>
      new Promise((_resolve, reject) =>
        options?.signal?.addEventListener('abort', () => reject(new Error('late'))),
      );
    let dials = 0;
    const counted: Dial = (...all) => {
      dials += 1;
      return silent(...all);
    };
    const reach = new UpstreamReach(counted, clock);
    const answers = reach.answers('ws://a');
    await clock.advance(500);
    expect(await answers).toBe(false);
    expect(await reach.answers('ws://a')).toBe(false);
    expect(dials).toBe(1);
    await clock.advance(600);
    void reach.answers('ws://a');
    expect(dials).toBe(2);
  });
});

test('FlowGate pauses the feeding side above 4 MB and lets it go on below one', async () => {
  const clock = new ManualClock();
  const calls: string[] = [];
  const from = { pause: () => void calls.push('pause'), resume: () => void calls.push('resume') };
  const to = { queuedBytes: 4 * 1024 * 1024 };
  const gate = new FlowGate(clock);
  gate.passed(from, to);
  expect(calls).toEqual([]);
  to.queuedBytes += 1;
  gate.passed(from, to);
  gate.passed(from, to);
  await clock.advance(100);
  expect(calls).toEqual(['pause']);
  to.queuedBytes = 1024 * 1024;
  await clock.advance(100);
  expect(calls).toEqual(['pause', 'resume']);
});

describe('UpstreamMailbox', () => {
  test('gives messages in order, then the end', async () => {
    const mailbox = new UpstreamMailbox(new ManualClock());
    mailbox.events.onText('a');
    mailbox.events.onBinary(new Uint8Array([1]));
    mailbox.events.onClose({ code: 1000, reason: '', clean: true });
    expect([await mailbox.next(), await mailbox.next()]).toEqual(['a', new Uint8Array([1])]);
    await expect(mailbox.next()).rejects.toMatchObject({ code: 'model/unreachable' });
  });

  test('waits for an answer, but not for ever', async () => {
    const clock = new ManualClock();
    const mailbox = new UpstreamMailbox(clock);
    const answer = mailbox.next();
    await clock.advance(100_000);
    mailbox.events.onText('late');
    expect(await answer).toBe('late');
    const never = expect(mailbox.next()).rejects.toMatchObject({ code: 'model/unreachable' });
    await clock.advance(180_000);
    await never;
    // Too late: the next question is not answered by it.
    mailbox.events.onText('to the question before');
    await expect(mailbox.next()).rejects.toMatchObject({ code: 'model/unreachable' });
  });
});

test('decodeVideo reads what encodeVideo wrote, and nothing else', () => {
  const jpegs = [new Uint8Array([1, 2]), new Uint8Array([3])];
  const bytes = encodeVideo(jpegs);
  expect(decodeVideo(bytes)).toEqual(jpegs);
  expect(decodeVideo(encodeVideo([]))).toEqual([]);
  for (let length = 0; length < bytes.length; length++)
    expect(decodeVideo(bytes.subarray(0, length))).toBeNull();
  expect(decodeVideo(Uint8Array.of(...bytes, 0))).toBeNull();
  expect(decodeVideo(encodeVideo([new Uint8Array()]))).toBeNull();
  expect(decodeVideo(Uint8Array.of(0x56, 0x49, 0x44, 0x58, 255, 255, 255, 255))).toBeNull();
});
