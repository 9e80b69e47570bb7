/** The proxy's pausing, with sockets whose queues the test fills. */
import { expect, test } from 'vitest';
import { type Connection, silentMeter, type Upstream } from '../../../../src/main/protocols/front-end.ts';
import { ProxyDialogue } from '../../../../src/main/protocols/omnirt/proxy-dialogue.ts';
import { silentLog } from '../../../../src/shared/log.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

test('a first message that fills the other server pauses the client until it has drained', async () => {
  const clock = new ManualClock();
  const calls: string[] = [];
  const connection: Connection = {
    id: 'c',
    path: '/v1/audio2video/wav2lip',
    query: new URLSearchParams(),
    origin: null,
    userAgent: null,
    sendText: () => {},
    sendBinary: () => true,
    queuedBytes: 0,
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
    close: () => {},
  };
  let queuedBytes = 0;
  const upstream: Upstream = {
    sendText: () => {},
    sendBinary: bytes => {
      queuedBytes += bytes.length;
    },
    get queuedBytes() {
      return queuedBytes;
    },
    pause: () => {},
    resume: () => {},
    close: () => {},
  };
  const deps = { connection, dial: async () => upstream, url: 'ws://a', clock, log: silentLog };
  const dialogue = new ProxyDialogue({ ...deps, meter: silentMeter });
  dialogue.onBinary(new Uint8Array(5 * 1024 * 1024));
  await clock.advance(20);
  expect(calls).toEqual(['pause', 'resume', 'pause']);
  queuedBytes = 0;
  await clock.advance(20);
  expect(calls).toEqual(['pause', 'resume', 'pause', 'resume']);
  dialogue.onClose({ code: 1000, reason: '' });
});
