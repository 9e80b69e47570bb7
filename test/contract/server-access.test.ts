/** Who may use the server, over real sockets and a real database: asked, remembered, refused, revoked, switched off, moved. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccessServer } from '../support/access-server.ts';
import type { SocketClient } from '../support/socket-client.ts';

let place: AccessServer;
beforeEach(async () => {
  place = new AccessServer();
  await place.start();
});
afterEach(() => place.close());

const setDoor = (patch: object): void => {
  void place.access.calls['access.setDoor'](patch as never, Object.keys(patch));
};
const answer = async (word: 'once' | 'always' | 'never'): Promise<void> => {
  const { id } = await place.question();
  await place.access.calls['access.answer']({ id, answer: word }, []);
};
const pong = (client: SocketClient) => client.ask({ type: 'ping' });
const ended = async (client: SocketClient): Promise<{ code: number; reason: string } | null> => {
  await expect.poll(() => client.closed, { interval: 10 }).not.toBeNull();
  return client.closed;
};

describe('an unknown app', () => {
  beforeEach(() => setDoor({ askNewApps: true }));

  test('waits with what it says, and is answered when it is let in', async () => {
    const client = await place.connect('Robot/1.0');
    client.send({ type: 'ping' });
    const question = await place.question();
    expect(question).toMatchObject({
      name: 'Robot',
      protocol: 'omnirt',
      path: '/v1/avatar/realtime',
      origin: null,
      waiting: 1,
    });
    expect(place.access.calls['server.clients']({}, [])).toMatchObject([{ name: 'Robot', state: 'asking' }]);
    await answer('once');
    expect(await client.json()).toEqual({ type: 'pong' });
    expect(place.access.calls['server.clients']({}, [])).toMatchObject([{ state: 'open' }]);
  });

  test('always: is remembered over a restart and over its own updates', async () => {
    const client = await place.connect('Robot/1.0');
    await answer('always');
    expect(await pong(client)).toEqual({ type: 'pong' });
    await place.stop();
    await place.start();
    expect(await pong(await place.connect('Robot/2.0'))).toEqual({ type: 'pong' });
    expect(place.access.calls['access.questions']({}, [])).toEqual([]);
    expect(place.access.calls['access.apps']({}, [])).toMatchObject([
      { key: 'program:robot', verdict: 'always', lastSeenAt: expect.any(String) },
    ]);
  });

  test('never: is told so in its protocol’s words, its other sockets end, and it is refused from then on', async () => {
    const client = await place.connect('Robot/1.0');
    await answer('never');
    expect(await client.json()).toMatchObject({ type: 'error', code: 'access_refused' });
    expect(await ended(client)).toMatchObject({ code: 1008 });
    await expect(place.connect('Robot/1.0')).rejects.toMatchObject({ status: 403 });
    setDoor({ askNewApps: false });
    await expect(place.connect('Robot/1.0')).rejects.toMatchObject({ status: 403 });
    await place.access.calls['access.settleApp']({ key: 'program:robot', name: 'Robot', verdict: null }, []);
    expect(await pong(await place.connect('Robot/1.0'))).toEqual({ type: 'pong' });
  });

  test('once: holds for its next connections while it is there', async () => {
    const first = await place.connect('Robot/1.0');
    await answer('once');
    expect(await pong(first)).toEqual({ type: 'pong' });
    expect(await pong(await place.connect('Robot/1.0'))).toEqual({ type: 'pong' });
    expect(place.access.calls['access.apps']({}, [])).toEqual([]);
  });

  test('several ask at once, each for itself; connections of one share a question; there is a bound', async () => {
    const clients = await Promise.all([
      place.connect('One/1'),
      place.connect('One/1'),
      ...Array.from({ length: 7 }, (_, i) => place.connect(`App${String.fromCharCode(66 + i)}/1`)),
    ]);
    await expect.poll(() => place.access.calls['access.questions']({}, [])).toHaveLength(8);
    expect(await place.question()).toMatchObject({ name: 'One', waiting: 2 });
    await expect(place.connect('Late/1')).rejects.toMatchObject({ status: 403 });
    clients[8]!.close();
    await expect.poll(() => place.access.calls['access.questions']({}, [])).toHaveLength(7);
  });

  test('a web page of an unknown origin asks too; after always its origin is known', async () => {
    const origin = 'https://stage.example';
    const client = await place.connect('Mozilla/5.0', { origin });
    expect(await place.question()).toMatchObject({ name: origin, origin });
    await answer('always');
    expect(await pong(client)).toEqual({ type: 'pong' });
    setDoor({ askNewApps: false });
    expect(await pong(await place.connect('Mozilla/5.0', { origin }))).toEqual({ type: 'pong' });
    await expect(place.connect('Mozilla/5.0', { origin: 'https://other.example' })).rejects.toMatchObject({
      status: 403,
    });
  });

  test('whoever has a token is not asked', async () => {
    const { secret } = place.tokens.create('Kiosk', ['protocols']);
    expect(await pong(await place.connect('Robot/1', { token: secret }))).toEqual({ type: 'pong' });
    expect(place.access.calls['server.clients']({}, [])).toMatchObject([{ name: 'Kiosk', token: 'Kiosk' }]);
  });
});

test('nobody is asked by default, nor by a server that never asks', async () => {
  expect(await pong(await place.connect('Robot/1'))).toEqual({ type: 'pong' });
  const serving = new AccessServer({ canAsk: false });
  await serving.start();
  void serving.access.calls['access.setDoor']({ askNewApps: true }, ['askNewApps']);
  expect(await pong(await serving.connect('Robot/1'))).toEqual({ type: 'pong' });
  await serving.close();
});

test('a token opens a server that demands one; revoked, its sockets end at once, also after a restart it opens nothing', async () => {
  const strict = new AccessServer({ requireToken: true });
  await strict.start();
  await expect(strict.connect('Robot/1')).rejects.toMatchObject({ status: 401 });
  const { token, secret } = strict.tokens.create('Kiosk', ['protocols']);
  const feed = strict.tokens.create('OBS', ['feed']);
  await expect(strict.connect('Robot/1', { token: feed.secret })).rejects.toMatchObject({ status: 401 });
  const client = await strict.connect('Robot/1', { token: secret });
  expect(await pong(client)).toEqual({ type: 'pong' });
  expect(strict.access.calls['access.tokens']({}, [])).toMatchObject([
    { name: 'OBS', connections: 0 },
    { name: 'Kiosk', connections: 1, lastUsedAt: expect.any(String) },
  ]);
  await strict.access.calls['access.revokeToken']({ id: token.id }, []);
  expect(await ended(client)).toEqual({ code: 1008, reason: 'The token was revoked.' });
  await strict.stop();
  await strict.start();
  await expect(strict.connect('Robot/1', { token: secret })).rejects.toMatchObject({ status: 401 });
  await strict.access.calls['access.restoreToken']({ id: token.id }, []);
  expect(await pong(await strict.connect('Robot/1', { token: secret }))).toEqual({ type: 'pong' });
  await strict.close();
});

test('switched off, it refuses with a code and a sentence, ends what is open, and the studio’s own key still opens the studio', async () => {
  const client = await place.connect('Robot/1');
  setDoor({ enabled: false });
  expect(await ended(client)).toEqual({ code: 1001, reason: 'The server was switched off.' });
  await expect(place.connect('Robot/1')).rejects.toMatchObject({ status: 503 });
  const base = `http://127.0.0.1:${place.server.gateway.port}`;
  const list = await fetch(`${base}/v1/audio2video/models`);
  expect(list.status).toBe(503);
  expect(await list.json()).toMatchObject({
    error: { code: 'gateway/off', message: expect.stringContaining('switched off') },
  });
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  const page = await place.connect('Mozilla/5.0', {
    path: '/studio/messages',
    token: 'the-api-token',
    origin: `http://127.0.0.1:${place.server.gateway.port}`,
  });
  expect(page.closed).toBeNull();
  setDoor({ enabled: true, protocolsOff: ['flashtalk'] });
  expect(await pong(await place.connect('Robot/1'))).toEqual({ type: 'pong' });
  await expect(place.connect('Robot/1', { path: '/v1/audio2video/wav2lip' })).rejects.toMatchObject({
    status: 503,
  });
});

test('the user ends one client; its socket really closes and the others stay', async () => {
  const [one, other] = [await place.connect('One/1'), await place.connect('Other/1')];
  await pong(one);
  const [first] = place.access.calls['server.clients']({}, []) as { id: string }[];
  await place.access.calls['server.disconnectClient']({ id: first!.id }, []);
  expect(await ended(one)).toMatchObject({ code: 1008 });
  expect(await pong(other)).toEqual({ type: 'pong' });
});

test('it moves to another port: the old one ends, the new one answers; a taken one changes nothing', async () => {
  const before = place.server.gateway.port;
  const client = await place.connect('Robot/1');
  const taken = new AccessServer();
  await taken.start();
  await expect(
    place.access.calls['access.setPort']({ port: taken.server.gateway.port }, []),
  ).rejects.toMatchObject({ code: 'config/invalid' });
  expect(await pong(client)).toEqual({ type: 'pong' });
  const free = taken.server.gateway.port;
  await taken.close();
  await place.access.calls['access.setPort']({ port: free }, []);
  expect(place.server.gateway.port).toBe(free);
  expect(place.events).toContainEqual({ name: 'server.moved', port: free });
  expect(await ended(client)).toMatchObject({ code: 1012, reason: expect.stringContaining(String(free)) });
  await expect(place.connect('Robot/1', { port: before })).rejects.toThrow();
  expect(await pong(await place.connect('Robot/1'))).toEqual({ type: 'pong' });
  expect(place.access.calls['access.door']({}, [])).toMatchObject({ port: free, settings: { port: free } });
});

test('two moves at once come one after the other, and leave no port open', async () => {
  const before = place.server.gateway.port;
  const [one, two] = [new AccessServer(), new AccessServer()];
  const ports: number[] = [];
  for (const other of [one, two]) {
    await other.start();
    ports.push(other.server.gateway.port);
  }
  for (const other of [one, two]) await other.close();
  await Promise.all(ports.map(port => place.access.calls['access.setPort']({ port }, [])));
  expect(place.server.gateway.port).toBe(ports[1]);
  for (const port of [before, ports[0]!]) await expect(place.connect('Robot/1', { port })).rejects.toThrow();
});

test('a port that a flag settles is not moved', async () => {
  const fixed = new AccessServer({ portSetBy: '--port' });
  await fixed.start();
  await expect(fixed.access.calls['access.setPort']({ port: 9999 }, [])).rejects.toMatchObject({
    code: 'config/invalid',
    message: expect.stringContaining('--port'),
  });
  await fixed.close();
});
