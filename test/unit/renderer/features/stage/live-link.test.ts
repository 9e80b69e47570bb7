/** LiveLink: opens, creates, talks and comes back, over a socket made by hand. */
import { expect, test } from 'vitest';
import { type LinkState, LiveLink } from '../../../../../src/renderer/features/stage/live-link.ts';
import type { OpenSocket, SocketEvents } from '../../../../../src/renderer/transport/socket.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { encodeLiveUnit, type LiveUnit } from '../../../../../src/shared/native-protocol.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';

const ASK = {
  avatarId: 'mia',
  width: 416,
  height: 704,
  fps: 25,
  background: '#060708',
  portrait: PortraitOptions.parse({}),
  compositor: CompositorOptions.parse({}),
};
const CREATED = JSON.stringify({
  type: 'session.created',
  session_id: 'avt_1',
  video: { width: 416, height: 704, fps: 25 },
});

const setUp = () => {
  const clock = new ManualClock();
  const sockets: {
    path: string;
    events: SocketEvents;
    texts: Record<string, unknown>[];
    binary: Uint8Array[];
    queued: number;
    closed: boolean;
  }[] = [];
  const openSocket: OpenSocket = (path, events) => {
    const socket = {
      path,
      events,
      texts: [] as Record<string, unknown>[],
      binary: [] as Uint8Array[],
      queued: 0,
      closed: false,
    };
    sockets.push(socket);
    return {
      sendText: text => socket.texts.push(JSON.parse(text)),
      sendBinary: bytes => socket.binary.push(bytes),
      queuedBytes: () => socket.queued,
      close: () => {
        socket.closed = true;
      },
    };
  };
  const states: LinkState['at'][] = [];
  const units: LiveUnit[] = [];
  const link = new LiveLink({
    openSocket,
    clock,
    events: { state: state => states.push(state.at), unit: unit => units.push(unit), message: () => {} },
  });
  const goLive = () => {
    link.show(ASK);
    sockets.at(-1)!.events.opened();
    sockets.at(-1)!.events.text(CREATED);
  };
  return { clock, sockets, states, units, link, goLive };
};

test('asks for a live session of the avatar and goes live', () => {
  const { sockets, states, link, goLive } = setUp();
  goLive();
  expect(states).toEqual(['connecting', 'creating', 'live']);
  expect(sockets[0]!.texts[0]).toMatchObject({
    type: 'session.create',
    inputs: { avatar_id: 'mia' },
    config: { delivery: 'live', width: 416, height: 704, fps: 25 },
  });
  expect(link.speak({ id: 'x', text: 'Hi', language: 'auto', voiceId: null, rate: 1, pitch: 1 })).toBe(true);
  expect(sockets[0]!.texts[1]).toEqual({
    type: 'speech.text',
    id: 'x',
    text: 'Hi',
    language: 'auto',
    rate: 1,
    pitch: 1,
  });
});

test('comes back by itself with the newest settings', () => {
  const { clock, sockets, states, link, goLive } = setUp();
  goLive();
  link.update({ portrait: { ...ASK.portrait, mouthAmount: 1.5 } });
  sockets[0]!.events.closed(1006, '');
  expect(link.state).toEqual({ at: 'lost', failures: 1 });
  clock.step(500);
  sockets[1]!.events.opened();
  expect(sockets[1]!.texts[0]).toMatchObject({ config: { portrait: { mouthAmount: 1.5 } } });
  sockets[1]!.events.text(CREATED);
  expect(states.at(-1)).toBe('live');
});

test('says why it was refused and tries another avatar on the same socket', () => {
  const { sockets, states, link } = setUp();
  link.show(ASK);
  sockets[0]!.events.opened();
  sockets[0]!.events.text(
    JSON.stringify({ type: 'error', code: 'unknown_avatar', message: 'No such avatar.' }),
  );
  expect(link.state).toMatchObject({ at: 'refused', error: { code: 'avatar/not-found' } });
  link.show({ ...ASK, avatarId: 'ada' });
  expect(sockets).toHaveLength(1);
  expect(sockets[0]!.texts[1]).toMatchObject({ inputs: { avatar_id: 'ada' } });
  expect(states.at(-1)).toBe('creating');
});

test('sends sound as AUDI and drops it, counted, when the socket is behind', () => {
  const { sockets, link, goLive } = setUp();
  expect(link.audio(new Int16Array(4))).toBe(false);
  goLive();
  expect(link.audio(Int16Array.of(1, -2))).toBe(true);
  expect([...sockets[0]!.binary[0]!]).toEqual([65, 85, 68, 73, 1, 0, 254, 255]);
  sockets[0]!.queued = 2_000_000;
  expect(link.audio(Int16Array.of(1))).toBe(false);
  expect(link.droppedAudio).toBe(2);
});

test('gives out units only while live, so that none of an old session is shown', () => {
  const { sockets, units, link, goLive } = setUp();
  const unit: LiveUnit = { kind: 'video', turn: 1, pts: 0, bytes: Uint8Array.of(1) };
  goLive();
  sockets[0]!.events.binary(encodeLiveUnit(unit));
  link.show({ ...ASK, avatarId: 'ada' });
  sockets[0]!.events.binary(encodeLiveUnit(unit));
  expect(units).toHaveLength(1);
});

test('hears nothing more from a socket it let go', () => {
  const { sockets, link, goLive, states } = setUp();
  goLive();
  link.show(null);
  expect(sockets[0]!.closed).toBe(true);
  sockets[0]!.events.closed(1000, '');
  expect(states.at(-1)).toBe('none');
});

test('changes that follow closely go together, the first of them at once', () => {
  const { link, sockets, clock } = setUp();
  link.show(ASK);
  sockets[0]!.events.opened();
  sockets[0]!.events.text(CREATED);
  const updates = () => sockets[0]!.texts.filter(text => text.type === 'session.update');
  const mouth = (mouthAmount: number) => ({ portrait: PortraitOptions.parse({ mouthAmount }) });
  for (const amount of [0.1, 0.2, 0.3]) link.update(mouth(amount));
  expect(updates()).toHaveLength(1);
  clock.step(40);
  expect(updates().map(text => text.config)).toMatchObject([mouth(0.1), mouth(0.3)]);
  clock.step(200);
  expect(updates()).toHaveLength(2);
});
