/** The live extension over real sockets, with sessions whose units the test makes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FrontEndDeps } from '../../src/main/protocols/front-end.ts';
import type { SpeakRequest } from '../../src/main/speech/speech-service-contract.ts';
import { StudioError } from '../../src/shared/errors.ts';
import { decodeLiveUnit } from '../../src/shared/native-protocol.ts';
import type { Utterance } from '../../src/shared/speech.ts';
import { SocketClient } from '../support/socket-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const PICTURE = Buffer.from([0x89, 0x50, 1, 2]).toString('base64');
const utterance = (text: string): Utterance => ({
  sampleRate: 22_050,
  samples: new Int16Array(22_050),
  phones: null,
  words: [{ text, offset: 0, startMs: 100, endMs: 400 }],
});

let server: TestServer;
let client: SocketClient;
let asked: SpeakRequest[];
let speak: FrontEndDeps['speech']['speak'];

beforeEach(async () => {
  asked = [];
  speak = async function* (request) {
    asked.push(request);
    for (const sentence of request.text.split('.'))
      if (sentence.trim() !== '') yield utterance(sentence.trim());
  };
  server = await startTestServer({
    deps: {
      speech: { voices: () => [], speak: (request, signal) => speak(request, signal), close: () => {} },
      avatars: {
        picture: async id =>
          id === 'mia' ? { picture: new Uint8Array([0x89, 0x50]), mouth: null, faceIndex: 1 } : null,
      },
    },
  });
  client = await SocketClient.open(`${server.wsBase}/v1/avatar/realtime`);
});
afterEach(async () => {
  client.close();
  await server.gateway.close();
});

const open = async (
  config: Record<string, unknown> = {},
  inputs: Record<string, unknown> = { image_b64: PICTURE },
) => {
  client.send({ type: 'session.create', model: 'portrait', inputs, config: { delivery: 'live', ...config } });
  const created = await client.json();
  expect(created).toMatchObject({ type: 'session.created', delivery: 'live', renderer: 'portrait', turn: 1 });
  return server.sessions.lives.at(-1)!;
};

describe('live delivery', () => {
  test('units come as LVID, LAUD and marks with their turn and time', async () => {
    const live = await open();
    live.emit({ kind: 'mark', name: 'speech-start', turn: 1, pts: 40_000 });
    live.emit({
      kind: 'audio',
      turn: 1,
      pts: 40_000,
      pcm: { sampleRate: 24_000, samples: Int16Array.from([1, -2]) },
    });
    live.emit({
      kind: 'video',
      codec: 'jpeg',
      key: true,
      turn: 1,
      pts: 40_000,
      bytes: new Uint8Array([9, 8]),
    });
    expect(await client.json()).toEqual({ type: 'mark', name: 'speech-start', turn: 1, pts_us: 40_000 });
    expect(decodeLiveUnit(await client.binary())).toMatchObject({
      kind: 'audio',
      turn: 1,
      pts: 40_000,
      sampleRate: 24_000,
    });
    const video = decodeLiveUnit(await client.binary());
    expect(video).toMatchObject({ kind: 'video', turn: 1, pts: 40_000 });
    expect([...(video?.bytes ?? [])]).toEqual([9, 8]);
  });

  test('what the mouth says is told where it changes, to those who ask', async () => {
    const live = await open({ visemes: true });
    const frame = { kind: 'video', codec: 'jpeg', key: true, turn: 1, bytes: new Uint8Array([1]) } as const;
    for (const [i, viseme] of ([null, 'PP', 'PP', 'aa', null] as const).entries())
      live.emit({ ...frame, pts: i * 40_000, viseme });
    const told = [];
    for (let i = 0; i < 8; i++) {
      const message = await client.next();
      if (message?.kind === 'text') told.push(message.json);
    }
    expect(told).toEqual([
      { type: 'viseme', name: 'PP', turn: 1, pts_us: 40_000 },
      { type: 'viseme', name: 'aa', turn: 1, pts_us: 120_000 },
      { type: 'viseme', name: 'sil', turn: 1, pts_us: 160_000 },
    ]);
    const silent = await open();
    silent.emit({ ...frame, pts: 0, viseme: 'PP' });
    expect(await client.next()).toMatchObject({ kind: 'binary' });
    silent.emit({ kind: 'mark', name: 'speech-end', turn: 1, pts: 40_000 });
    expect(await client.json()).toMatchObject({ type: 'mark' });
    const config = { delivery: 'live', visemes: 'yes' };
    client.send({ type: 'session.create', model: 'portrait', inputs: { image_b64: PICTURE }, config });
    expect(await client.json()).toMatchObject({ code: 'bad_config' });
  });

  test('a picture can stand behind: one of the studio, or one of the client', async () => {
    await open({ background: { avatar_id: 'mia' } });
    await open({ background: { image_b64: PICTURE } });
    const [named, sent] = server.sessions.asks.slice(-2);
    expect(named).toMatchObject({
      background: { kind: 'image', picture: new Uint8Array([0x89, 0x50]) },
      settings: { background: { avatar_id: 'mia' } },
    });
    expect(sent?.background).toMatchObject({ kind: 'image' });
    expect(JSON.stringify(sent?.settings)).not.toContain(PICTURE);
    for (const background of [{ avatar_id: 'nobody' }, { image_b64: 'no base64!' }, {}]) {
      const config = { delivery: 'live', background };
      client.send({ type: 'session.create', model: 'portrait', inputs: { image_b64: PICTURE }, config });
      expect(await client.json()).toMatchObject({ type: 'error', code: 'bad_config' });
    }
  });

  test('sound of any size is taken, odd bytes are named', async () => {
    const live = await open();
    for (const bytes of [2, 640, 100_000]) client.sendAudio(bytes);
    client.sendAudio(3);
    client.send(Buffer.from('NOPE'));
    expect(await client.json()).toMatchObject({ code: 'bad_audio_chunk' });
    expect(await client.json()).toMatchObject({ code: 'bad_audio_magic' });
    expect(live.pushed.map(({ samples }) => samples.length)).toEqual([1, 320, 50_000]);
    live.verdict = 'full';
    client.sendAudio(640);
    expect(await client.json()).toMatchObject({ code: 'backlog_full' });
    client.send({ type: 'session.flush' });
    await client.drain();
    expect(live.ended).toBe(1);
  });

  test('text is spoken in order, its words are told when they sound', async () => {
    const live = await open();
    client.send({
      type: 'speech.text',
      id: 'a',
      text: 'One. Two.',
      language: 'en',
      voice: 'v',
      rate: 1.5,
      pitch: 0.8,
    });
    client.send({ type: 'speech.text', id: 'b', text: 'Three.' });
    await client.drain();
    await expect.poll(() => live.pushed.length).toBe(3);
    expect(asked[0]).toEqual({ text: 'One. Two.', language: 'en', voiceId: 'v', rate: 1.5, pitch: 0.8 });
    await expect.poll(() => live.ended).toBeGreaterThan(0);
    const second = { sampleRate: 22_050, samples: new Int16Array(22_050) };
    live.emit({ kind: 'audio', turn: 1, pts: 0, pcm: second });
    live.emit({ kind: 'audio', turn: 1, pts: 1_000_000, pcm: second });
    expect(await client.json()).toEqual({
      type: 'speech.words',
      turn: 1,
      id: 'a',
      pts_us: 0,
      words: [{ text: 'One', offset: 0, start_ms: 100, end_ms: 400 }],
    });
    await client.binary();
    expect(await client.json()).toMatchObject({ type: 'speech.words', id: 'a', pts_us: 1_000_000 });
  });

  test('an interruption ends texts and leaves no unit of an older turn after its answer', async () => {
    const live = await open();
    let aborted = false;
    speak = async function* (_request, signal) {
      yield utterance('first');
      await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
      aborted = true;
      yield utterance('never');
    };
    client.send({ type: 'speech.text', id: 'a', text: 'x' });
    await expect.poll(() => live.pushed.length).toBe(1);
    client.send({ type: 'session.interrupt' });
    for (let i = 0; i < 20; i++) {
      live.emit({
        kind: 'video',
        codec: 'jpeg',
        key: true,
        turn: 1,
        pts: i * 40_000,
        bytes: new Uint8Array([1]),
      });
    }
    let message = await client.next();
    while (message?.kind === 'binary') message = await client.next();
    expect(message).toEqual({ kind: 'text', json: { type: 'session.interrupted', turn: 2 } });
    live.emit({ kind: 'video', codec: 'jpeg', key: true, turn: 1, pts: 0, bytes: new Uint8Array([1]) });
    live.emit({ kind: 'video', codec: 'jpeg', key: true, turn: 2, pts: 900_000, bytes: new Uint8Array([2]) });
    expect(decodeLiveUnit(await client.binary())).toMatchObject({ turn: 2 });
    expect(aborted).toBe(true);
    expect(live.pushed.length).toBe(1);
    speak = async function* () {
      yield utterance('again');
    };
    client.send({ type: 'speech.text', text: 'y' });
    await expect.poll(() => live.pushed.length).toBe(2);
  });

  test('speech that fails is named with its id and the session lives', async () => {
    const live = await open();
    speak = async function* () {
      yield* [];
      throw new StudioError('speech/voice-not-found', 'There is no voice "x".');
    };
    client.send({ type: 'speech.text', id: 'a', text: 'x', voice: 'x' });
    expect(await client.json()).toMatchObject({ type: 'error', code: 'bad_speech', id: 'a' });
    client.send({ type: 'speech.text', id: 'b', text: 5 });
    expect(await client.json()).toMatchObject({ code: 'bad_speech', id: 'b' });
    client.send({ type: 'speech.text', id: 'c', text: 'x', rate: 9 });
    expect(await client.json()).toMatchObject({ code: 'bad_speech', id: 'c' });
    expect(live.isClosed).toBe(false);
  });

  test('settings change by what is named only', async () => {
    const live = await open({ portrait: { headMotion: 0 }, seed: 7 });
    expect(server.sessions.asks.at(-1)).toMatchObject({
      options: { headMotion: 0, seed: 7, blinking: true },
    });
    client.send({
      type: 'session.update',
      config: { portrait: { mouthAmount: 1.5 }, compositor: { mode: 'basic' } },
    });
    client.send({ type: 'session.update', config: { portrait: { mouthAmount: 99 } } });
    client.send({ type: 'session.update' });
    expect(await client.json()).toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('mouthAmount'),
    });
    expect(await client.json()).toMatchObject({ code: 'bad_config' });
    expect(live.configured).toEqual([{ options: { mouthAmount: 1.5 }, compositor: { mode: 'basic' } }]);
  });

  test('figures once a second', async () => {
    await open();
    expect(await client.json()).toEqual({
      type: 'stats',
      turn: 1,
      frames_sent: 0,
      frames_dropped: 0,
      audio_ms: 0,
      bytes_sent: 0,
      errors: 0,
      infer_ms: 1.5,
      encode_ms: 2.5,
      queued_bytes: expect.any(Number),
    });
  });

  test('a stored avatar by id; an unknown one is named', async () => {
    await open({ width: 512, height: 512 }, { avatar_id: 'mia' });
    expect(server.sessions.asks.at(-1)).toMatchObject({
      avatarId: 'mia',
      fit: 'cover',
      avatar: { faceIndex: 1 },
    });
    client.send({ type: 'session.create', inputs: { avatar_id: 'nobody' }, config: { delivery: 'live' } });
    expect(await client.json()).toMatchObject({ type: 'error', code: 'unknown_avatar' });
  });

  test('cancel frees the session at once, close and a vanished client too', async () => {
    const cancelled = await open();
    client.send({ type: 'session.cancel' });
    expect(await client.json()).toEqual({ type: 'session.cancelled', session_id: cancelled.id });
    expect(cancelled.isClosed).toBe(true);
    client.send({ type: 'speech.text', text: 'x' });
    expect(await client.json()).toMatchObject({ code: 'session_cancelled' });
    const closed = await open();
    client.send({ type: 'session.close' });
    expect(await client.json()).toEqual({ type: 'session.closed', session_id: closed.id });
    expect(closed.isClosed).toBe(true);
    const vanished = await open();
    client.close();
    await expect.poll(() => vanished.isClosed).toBe(true);
  });

  test('a session that is ended on the server says so, once', async () => {
    const live = await open();
    await live.close();
    expect(await client.json()).toMatchObject({ type: 'error', code: 'session_not_found' });
    client.send(Buffer.concat([Buffer.from('AUDI'), Buffer.alloc(640)]));
    client.send({ type: 'ping' });
    expect(await client.json()).toEqual({ type: 'pong' });
    expect(live.pushed).toEqual([]);
  });

  test('live messages need a live session; the fake runtime has none', async () => {
    client.send({ type: 'speech.text', text: 'x' });
    expect(await client.json()).toMatchObject({ code: 'session_required' });
    const fake = await startTestServer({ deps: { runtime: 'fake' } });
    const other = await SocketClient.open(`${fake.wsBase}/v1/avatar/realtime`);
    other.send({ type: 'session.create', inputs: { image_b64: PICTURE }, config: { delivery: 'live' } });
    expect(await other.json()).toMatchObject({ code: 'bad_config' });
    other.close();
    await fake.gateway.close();
  });
});
