/** StudioApi over a socket: calls, errors, events, and coming back. */
import { expect, test, vi } from 'vitest';
import { createStudioApi } from '../../../src/renderer/studio-api.ts';
import type { SocketEvents } from '../../../src/renderer/transport/socket.ts';
import { StudioSettings } from '../../../src/shared/studio/settings.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const setUp = () => {
  const clock = new ManualClock();
  const sockets: { events: SocketEvents; texts: { id: number; method: string }[] }[] = [];
  const api = createStudioApi({
    clock,
    openSocket: (_path, events) => {
      const socket = { events, texts: [] as { id: number; method: string }[] };
      sockets.push(socket);
      return {
        sendText: text => socket.texts.push(JSON.parse(text)),
        sendBinary: () => {},
        queuedBytes: () => 0,
        close: () => {},
      };
    },
  });
  const reply = (index: number, body: object) =>
    sockets[0]!.events.text(JSON.stringify({ id: sockets[0]!.texts[index]!.id, ...body }));
  return { api, clock, sockets, reply };
};

test('calls made while connecting are sent once the socket is open, and answers are checked', async () => {
  const { api, sockets, reply } = setUp();
  const settings = api.call('settings.get', {});
  expect(sockets[0]!.texts).toEqual([]);
  sockets[0]!.events.opened();
  reply(0, { result: { ...StudioSettings.parse({}), theme: 'light', unknown: 1 } });
  expect(await settings).toMatchObject({ theme: 'light' });
});

test('errors keep their code, and a strange one is a bug', async () => {
  const { api, sockets, reply } = setUp();
  sockets[0]!.events.opened();
  const known = api.call('avatars.remove', { id: 'a' });
  reply(0, { error: { code: 'avatar/not-found', message: 'Gone.', details: {} } });
  await expect(known).rejects.toMatchObject({ code: 'avatar/not-found', message: 'Gone.' });
  const strange = api.call('avatars.remove', { id: 'a' });
  reply(1, { error: { code: 'nonsense', message: 'What?', details: {} } });
  await expect(strange).rejects.toMatchObject({ code: 'internal/bug' });
});

test('events reach every listener until they leave', () => {
  const { api, sockets } = setUp();
  const listener = vi.fn();
  const leave = api.subscribe(listener);
  sockets[0]!.events.text('{"event":{"name":"avatars.changed"}}');
  leave();
  sockets[0]!.events.text('{"event":{"name":"avatars.changed"}}');
  expect(listener.mock.calls).toEqual([[{ name: 'avatars.changed' }]]);
});

test('a lost connection fails what was asked, says so, and comes back', async () => {
  const { api, clock, sockets } = setUp();
  const states: string[] = [];
  api.watch(state => states.push(state));
  sockets[0]!.events.opened();
  const asked = api.call('avatars.list', {});
  sockets[0]!.events.closed(1006, '');
  await expect(asked).rejects.toMatchObject({ code: 'engine/unavailable' });
  await expect(api.call('avatars.list', {})).rejects.toMatchObject({ code: 'engine/unavailable' });
  clock.step(500);
  sockets[1]!.events.opened();
  expect(states).toEqual(['connecting', 'open', 'lost', 'lost', 'open']);
});

test('an answer that never comes is an error of its own', async () => {
  const { api, clock, sockets } = setUp();
  sockets[0]!.events.opened();
  const asked = api.call('avatars.list', {});
  clock.step(21_000);
  await expect(asked).rejects.toMatchObject({ code: 'engine/timeout' });
});

test('garbage from the socket is ignored', () => {
  const { sockets } = setUp();
  sockets[0]!.events.opened();
  expect(() => {
    sockets[0]!.events.text('{"id":1}');
    sockets[0]!.events.text('[1,2]');
    sockets[0]!.events.text('not json');
  }).not.toThrow();
});
