/** The message log over real sockets: byte for byte, in both directions, bounded, and a dialogue that can be played again. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MessageLog } from '../../src/main/studio-server/message-log.ts';
import type { MessageBatch } from '../../src/shared/studio/message-log.ts';
import { AccessServer } from '../support/access-server.ts';
import { audioMessage } from '../support/omnirt-wire.ts';
import { SocketClient } from '../support/socket-client.ts';
import { replay } from './omnirt/cases/transcripts.ts';
import { startOwn } from './omnirt/target.ts';

let place: AccessServer;
beforeEach(async () => {
  place = new AccessServer();
  await place.start();
});
afterEach(() => place.close());

const watch = () => place.connect('the page', { path: '/studio/messages', token: 'the-api-token' });
const log = () => place.access.tap as MessageLog;
const speech = Int16Array.from({ length: 17_920 }, (_, i) => Math.round(8000 * Math.sin(i / 7)));
const until = (condition: () => boolean): Promise<void> =>
  expect.poll(condition, { interval: 10 }).toBe(true);

test('only whoever has the studio’s key may look', async () => {
  await expect(place.connect('stranger', { path: '/studio/messages' })).rejects.toMatchObject({
    status: 401,
  });
  const { secret } = place.tokens.create('Kiosk', ['protocols']);
  await expect(place.connect('kiosk', { path: '/studio/messages', token: secret })).rejects.toMatchObject({
    status: 401,
  });
});

test('every message of a client is there as it went over the wire, and none while nobody looks', async () => {
  const client = await place.connect('Robot/1.0');
  await client.create(new Uint8Array(300), { width: 64, height: 64 });
  expect(log().list()).toEqual([]);
  const page = await watch();
  await until(() => log().isOn);
  const sent = audioMessage(speech);
  client.send(sent);
  const metrics = await client.json();
  const video = await client.binary();
  await until(() => log().list().length === 3);
  const kept = log().list();
  expect(kept.map(({ direction, isBinary }) => [direction, isBinary])).toEqual([
    ['in', true],
    ['out', false],
    ['out', true],
  ]);
  expect(Buffer.from(kept[0]!.bytes).equals(sent)).toBe(true);
  expect(JSON.parse(Buffer.from(kept[1]!.bytes).toString())).toEqual(metrics);
  expect(Buffer.from(kept[2]!.bytes).equals(video)).toBe(true);

  const lines: MessageBatch['lines'] = [];
  while (lines.length < 3) lines.push(...((await page.json()) as unknown as MessageBatch).lines);
  expect(lines).toMatchObject([
    { type: 'AUDI', client: 'Robot', direction: 'in', bytes: sent.length },
    { type: 'metrics', direction: 'out' },
    { type: 'VIDX', direction: 'out', frames: 1 },
  ]);
  const picture = await fetch(
    `http://127.0.0.1:${place.server.gateway.port}/studio/messages/picture?n=${lines[2]!.n}&frame=0`,
    { headers: { authorization: 'Bearer the-api-token' } },
  );
  expect(picture.headers.get('content-type')).toBe('image/jpeg');
  expect([...new Uint8Array(await picture.arrayBuffer()).subarray(0, 2)]).toEqual([0xff, 0xd8]);

  page.close();
  await until(() => !log().isOn);
  await client.speak(speech);
  expect(log().list()).toHaveLength(3);
});

test('an exported dialogue names no secret and no face, and plays again on another server', async () => {
  await watch();
  await until(() => log().isOn);
  const client = await place.connect('Robot/1.0');
  await client.create(new Uint8Array(400).fill(7), { width: 64, height: 64, token: 'hush' });
  await client.speak(35_840);
  await client.speak(speech);
  await client.ask({ type: 'session.close' });
  await client.ask('no json');
  await until(() => log().list().length >= 11);
  const [first] = log().list();
  const url = new URL(`/studio/messages/transcript?client=${first!.client.id}`, place.server.gateway.url);
  const answer = await fetch(url, { headers: { authorization: 'Bearer the-api-token' } });
  expect(answer.headers.get('content-disposition')).toContain('dialogue-Robot.jsonl');
  const text = await answer.text();
  expect(text).not.toContain('hush');
  const steps = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
  expect(steps[0]).toMatchObject({ path: '/v1/avatar/realtime', source: expect.stringContaining('Robot') });
  expect(steps[1]).toMatchObject({ client: { type: 'session.create', inputs: { image_b64: '$IMAGE' } } });
  expect(steps.map(step => Object.keys(step)[0])).toEqual([
    'path',
    'client',
    'server',
    'clientAudio',
    'server',
    'serverVideo',
    'clientBinary',
    'server',
    'serverVideo',
    'client',
    'server',
    'clientText',
    'server',
  ]);
  const target = await startOwn('fake');
  try {
    await replay('exported', text).run(target);
  } finally {
    target.closeClients();
    await target.close();
  }
  url.searchParams.set('pictures', '1');
  const withPictures = await (
    await fetch(url, { headers: { authorization: 'Bearer the-api-token' } })
  ).text();
  expect(withPictures).toContain('"jpegs":["/9j/');
});

test('the log is bounded, and a cleared one is empty for everybody', async () => {
  const page = await watch();
  await until(() => log().isOn);
  const client = await SocketClient.open(`${place.server.wsBase}/v1/avatar/realtime`);
  for (let i = 0; i < 2600; i++) client.send('{"type":"ping"}');
  for (let i = 0; i < 2600; i++) await client.json();
  await until(() => log().dropped > 0);
  expect(log().list()).toHaveLength(5000);
  place.access.calls['messages.clear']({}, []);
  expect(log().list()).toEqual([]);
  for (;;) {
    const batch = (await page.json()) as unknown as MessageBatch;
    if (batch.cleared) break;
  }
  client.close();
});
