/** `config.resume`: a session outlives its client's connection for ten seconds, and goes on over a new one. Real sockets. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RESUME_MS } from '../../../src/main/protocols/omnirt/resume-shelf.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { decodeLiveUnit } from '../../../src/shared/native-protocol.ts';
import { type Message, SocketClient } from '../../support/socket-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const PICTURE = new Uint8Array([0x89, 0x50, 1, 2]);

let server: TestServer;
let clients: SocketClient[];
let expire: (() => void)[];
beforeEach(async () => {
  clients = [];
  expire = [];
  // The ten seconds pass when a test says so.
  const clock: Clock = {
    now: () => systemClock.now(),
    after: (ms, callback) => {
      if (ms !== RESUME_MS) return systemClock.after(ms, callback);
      expire.push(callback);
      return () => {
        expire = expire.filter(other => other !== callback);
      };
    },
  };
  server = await startTestServer({ deps: { clock } });
});
afterEach(async () => {
  for (const client of clients) client.close();
  await server.gateway.close();
});

const open = async (): Promise<SocketClient> => {
  const client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
  clients.push(client);
  return client;
};
const parked = (): Promise<unknown> => expect.poll(() => expire.length).toBe(1);
const resume = (client: SocketClient, token: unknown): Promise<Message> =>
  client.ask({ type: 'session.resume', token });

describe('lock-step', () => {
  test('goes on where it was; the token is new each time and good once', async () => {
    const first = await open();
    const created = await first.create(PICTURE, { resume: true });
    expect(created).toMatchObject({
      resume_token: expect.stringMatching(/^[\w-]{43}$/),
      resume_timeout_ms: 10_000,
    });
    expect((await first.speak(35_840)).metrics).toMatchObject({ chunk_index: 1 });
    first.close();
    await parked();
    expect(server.sessions.closedIds).toEqual([]);

    const second = await open();
    const resumed = await resume(second, created.resume_token);
    expect(resumed).toEqual({
      type: 'session.resumed',
      session_id: created.session_id,
      resume_token: expect.not.stringMatching(String(created.resume_token)),
      resume_timeout_ms: 10_000,
      delivery: 'lock-step',
      chunk_index: 1,
    });
    expect(expire).toEqual([]);
    expect((await second.speak(35_840)).metrics).toMatchObject({ chunk_index: 2 });
    expect(await second.ask({ type: 'ping' })).toEqual({ type: 'pong' });

    const third = await open();
    expect(await resume(third, created.resume_token)).toMatchObject({ code: 'session_not_found' });
    second.close();
    await parked();
    expect(await resume(third, resumed.resume_token)).toMatchObject({ session_id: created.session_id });
    expect(await third.ask({ type: 'session.close' })).toMatchObject({ session_id: created.session_id });
    expect(server.sessions.closedIds).toEqual([created.session_id]);
  });

  test('what was asked before the break is answered after it', async () => {
    let finish = (): void => {};
    server.sessions.beforeChunk = () =>
      new Promise<void>(resolve => {
        finish = resolve;
      });
    const first = await open();
    const { resume_token: token } = await first.create(PICTURE, { resume: true });
    first.sendAudio(35_840);
    expect(await first.ask({ type: 'nothing' }, 100).catch(() => 'waits')).toBe('waits');
    first.close();
    await parked();
    finish();
    const second = await open();
    expect(await resume(second, token)).toMatchObject({ type: 'session.resumed' });
    const rest = [await second.json(), await second.video(), await second.json()];
    expect(rest).toMatchObject([
      { type: 'metrics', chunk_index: 1 },
      { length: 28 },
      { code: 'unsupported_message' },
    ]);
  });

  test('a new connection takes over one that only seems to live', async () => {
    const first = await open();
    const { resume_token: token } = await first.create(PICTURE, { resume: true });
    const second = await open();
    expect(await resume(second, token)).toMatchObject({ type: 'session.resumed' });
    expect(await first.next()).toBeNull();
    expect(first.closed?.code).toBe(1000);
    expect((await second.speak(35_840)).jpegs).toHaveLength(28);
    expect(expire).toEqual([]);
  });

  test('after ten seconds it is over', async () => {
    const first = await open();
    const created = await first.create(PICTURE, { resume: true });
    first.close();
    await parked();
    expire[0]?.();
    expect(server.sessions.closedIds).toEqual([created.session_id]);
    expect(await resume(await open(), created.resume_token)).toMatchObject({ code: 'session_not_found' });
  });

  test('nobody waits who did not ask, or whose session was closed', async () => {
    const first = await open();
    expect(await first.create(PICTURE)).not.toHaveProperty('resume_token');
    first.close();
    await expect.poll(() => server.sessions.closedIds.length).toBe(1);
    const second = await open();
    const { resume_token: token } = await second.create(PICTURE, { resume: true });
    await second.ask({ type: 'session.close' });
    expect(await resume(second, token)).toMatchObject({ code: 'session_not_found' });
    second.close();
    const third = await open();
    expect(await resume(third, token)).toMatchObject({ code: 'session_not_found' });
    expect(await resume(third, 7)).toMatchObject({ code: 'session_not_found' });
    expect(expire).toEqual([]);
  });

  test('a session of the new connection ends for it; messages sent along are the old one’s', async () => {
    const first = await open();
    const { resume_token: token, session_id: id } = await first.create(PICTURE, { resume: true });
    first.close();
    await parked();
    const second = await open();
    const own = await second.create(PICTURE);
    second.send({ type: 'session.resume', token });
    second.sendAudio(35_840);
    expect(await second.json()).toMatchObject({ type: 'session.resumed', session_id: id });
    expect(await second.json()).toMatchObject({ type: 'metrics', chunk_index: 1 });
    expect(server.sessions.closedIds).toEqual([own.session_id]);
  });
});

test('live: pictures and sound of the gap are left out, the rest goes on', async () => {
  const first = await open();
  const { resume_token: token } = await first.create(PICTURE, { resume: true, delivery: 'live' });
  const live = server.sessions.lives[0]!;
  first.close();
  await parked();
  const frame = (pts: number) =>
    ({ kind: 'video', codec: 'jpeg', key: true, turn: 1, pts, bytes: server.sessions.frame }) as const;
  live.emit(frame(40_000));
  await new Promise(resolve => setTimeout(resolve, 20));
  const second = await open();
  expect(await resume(second, token)).toMatchObject({ type: 'session.resumed', delivery: 'live', turn: 1 });
  live.emit(frame(80_000));
  expect(decodeLiveUnit(await second.binary())).toMatchObject({ kind: 'video', pts: 80_000 });
  expect(await second.ask({ type: 'session.interrupt' })).toEqual({ type: 'session.interrupted', turn: 2 });
  expect(live.isClosed).toBe(false);
});

test('config.resume must be a flag', async () => {
  const client = await open();
  expect(await client.create(PICTURE, { resume: 'please' })).toMatchObject({
    code: 'bad_config',
    message: expect.stringContaining('config.resume'),
  });
});
