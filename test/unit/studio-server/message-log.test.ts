/** The message log: what is kept, for how long, and what of it is shown. */
import { expect, test } from 'vitest';
import type { Caller } from '../../../src/main/gateway/caller.ts';
import { FLASHTALK, OMNIRT } from '../../../src/main/protocols/omnirt/inspect-message.ts';
import { encodeVideo } from '../../../src/main/protocols/omnirt/wire.ts';
import { MessageLog } from '../../../src/main/studio-server/message-log.ts';
import { MessageViews } from '../../../src/main/studio-server/message-view.ts';
import { redactText } from '../../../src/main/studio-server/redact.ts';
import { identifyApp } from '../../../src/shared/app-name.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { audioMessage } from '../../support/omnirt-wire.ts';

const caller = (extra: Partial<Caller> = {}): Caller => ({
  id: 'c1',
  protocol: 'omnirt',
  path: '/v1/avatar/realtime',
  origin: null,
  userAgent: 'Python/3.12 websockets/13.1',
  token: null,
  isOwnPage: false,
  isTrusted: false,
  isLook: false,
  remotePort: null,
  ...extra,
});

const views = new MessageViews(() => [OMNIRT, FLASHTALK]);

test('nothing is kept while nobody looks; what is kept outlives the last look by two minutes', () => {
  const clock = new ManualClock();
  const log = new MessageLog(clock);
  expect(log.isOn).toBe(false);
  const stop = log.watch(() => {});
  log.saw(caller(), 'in', 'one');
  stop();
  expect([log.isOn, log.list().length]).toEqual([false, 1]);
  clock.step(119_000);
  expect(log.list().length).toBe(1);
  clock.step(2000);
  expect(log.list()).toEqual([]);
});

test('a closed log leaves no timer, whoever looked before or stops looking after', () => {
  for (const stopsFirst of [true, false]) {
    const clock = new ManualClock();
    const log = new MessageLog(clock);
    const stop = log.watch(() => {});
    log.saw(caller(), 'in', 'one');
    if (stopsFirst) stop();
    log.close();
    if (!stopsFirst) stop();
    expect(clock.pending).toBe(0);
    expect([log.isOn, log.list().length]).toEqual([false, 0]);
  }
});

test('messages are kept byte for byte, also when the socket uses its memory again', () => {
  const log = new MessageLog(new ManualClock());
  log.watch(() => {});
  const bytes = Uint8Array.of(1, 2, 3);
  log.saw(caller(), 'out', bytes);
  bytes.fill(0);
  log.saw(caller(), 'in', 'Grüße 你好');
  expect(log.list().map(({ bytes: kept }) => [...kept])).toEqual([[1, 2, 3], [...Buffer.from('Grüße 你好')]]);
});

test('the oldest make room, by number and by bytes; a message that is too large keeps its beginning', () => {
  const log = new MessageLog(new ManualClock(), { messages: 3, bytes: 100, messageBytes: 60, headBytes: 10 });
  const seen: number[] = [];
  log.watch(({ n }) => seen.push(n));
  for (let i = 0; i < 10; i++) log.saw(caller(), 'in', new Uint8Array(5));
  expect(log.list().map(({ n }) => n)).toEqual([8, 9, 10]);
  expect([log.dropped, log.bytes, seen.length]).toEqual([7, 15, 10]);
  expect([log.get(7), log.get(9)?.n, log.get(11)]).toEqual([null, 9, null]);
  log.saw(caller(), 'in', new Uint8Array(50));
  log.saw(caller(), 'in', new Uint8Array(45));
  expect(log.bytes).toBeLessThanOrEqual(100);
  log.saw(caller(), 'in', new Uint8Array(61));
  expect(log.list().at(-1)).toMatchObject({ size: 61, bytes: new Uint8Array(10) });
});

test('the studio’s own page is kept only for whoever asks for it', () => {
  const log = new MessageLog(new ManualClock());
  const [all, others]: [number[], number[]] = [[], []];
  log.watch(({ n }) => others.push(n));
  log.saw(caller({ isOwnPage: true }), 'out', 'x');
  log.watch(({ n }) => all.push(n), { ownPage: true });
  log.saw(caller({ isOwnPage: true }), 'out', 'x');
  log.saw(caller(), 'out', 'x');
  expect([all.length, others.length, log.list().length]).toEqual([2, 1, 2]);
});

test('a message is shown by its type, its frames and its loudness', () => {
  const log = new MessageLog(new ManualClock());
  log.watch(() => {});
  log.saw(caller(), 'in', audioMessage(new Int16Array([0, 0, 16_384, -32_768])));
  log.saw(caller(), 'out', encodeVideo([Uint8Array.of(0xff, 0xd8, 1), Uint8Array.of(0xff, 0xd8, 2)]));
  log.saw(caller(), 'in', '{"type":"session.create","token":"s3cret","dir":"/srv/mia/faces/a.png"}');
  const [audio, video, text] = log.list();
  expect(views.line(audio!)).toMatchObject({
    type: 'AUDI',
    peaks: [0, 0, 0.5, 1],
    client: 'Python websockets',
  });
  expect(views.line(video!)).toMatchObject({ type: 'VIDX', frames: 2, bytes: 22 });
  expect([...views.picture(video!, 1)]).toEqual([0xff, 0xd8, 2]);
  expect(() => views.picture(video!, 2)).toThrow(expect.objectContaining({ code: 'store/not-found' }));
  expect(views.line(text!)).toMatchObject({
    type: 'session.create',
    text: '{"type":"session.create","token":"•••","dir":"•••/a.png"}',
  });
  const detail = JSON.stringify(views.detail(text!));
  expect(detail).not.toMatch(/s3cret|mia/);
  expect(views.detail(video!).hex[0]).toMatch(/^0000 {2}56 49 44 58 02 00 00 00 .* VIDX/);
});

test.each([
  ['{"a":"C:\\\\Users\\\\mia\\\\b.png"}', '{"a":"•••/b.png"}'],
  ['{"a":"/Users/Mia Long/My Faces/b c.png"}', '{"a":"•••/b c.png"}'],
  ['no file at /Volumes/mia/x/y.wav here', 'no file at •••/y.wav here'],
  ['ws://127.0.0.1:8765/v1/avatar?token=abc', 'ws://127.0.0.1:8765/v1/avatar?token=•••'],
  ['{"headers":{"Authorization":"Bearer abc"}}', '{"headers":{"Authorization":"•••"}}'],
  ['{"type":"ping","n":1}', '{"type":"ping","n":1}'],
])('%s is shown without secrets and folders', (text, shown) => {
  expect(redactText(text)).toBe(shown);
});

test('an app is told apart by its origin or by what it calls itself, whatever its version', () => {
  const key = (origin: string | null, userAgent: string | null) => identifyApp({ origin, userAgent }).key;
  expect(key(null, 'Python/3.12 websockets/13.1')).toBe(key(null, 'Python/3.13 websockets/14.0'));
  expect(key(null, 'Python/3.12 websockets/13.1')).not.toBe(key(null, 'Python/3.12 aiohttp/3.9'));
  expect(key('https://a.example', 'Mozilla/5.0')).toBe('origin:https://a.example');
  expect(identifyApp({ origin: null, userAgent: null })).toEqual({ key: 'program:', name: '' });
});
