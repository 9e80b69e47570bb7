/** The native dialogue: what is answered, in which order, and what a session outlives. */
import { expect } from 'vitest';
import {
  CHUNK_BYTES,
  type ConformanceCase,
  createWith,
  expectFrames,
  expectSilence,
  NATIVE,
  openSession,
} from '../conformance-case.ts';

const ROUTE = 'routes/avatar.py: native_realtime_avatar';
/** The reference's tests never do this, its code says what happens. */
const UNTESTED = `${ROUTE}, not among its tests`;

/** See ConformanceCase. */
export const nativeDialogueCases: readonly ConformanceCase[] = [
  {
    name: 'create, chunks, cancel, close',
    source: 'test_realtime_avatar.py: native_realtime_avatar_ws_flow',
    run: async target => {
      const { client, created } = await openSession(target);
      for (const index of [1, 2, 3]) {
        const { metrics, jpegs } = await client.speak(CHUNK_BYTES);
        expect(metrics).toMatchObject({ type: 'metrics', chunk_index: index });
        expectFrames(target, jpegs, 28);
      }
      const { session_id } = created;
      expect(await client.ask({ type: 'session.cancel' })).toEqual({ type: 'session.cancelled', session_id });
      expect(await client.ask({ type: 'session.close' })).toEqual({ type: 'session.closed', session_id });
      await expectSilence(client);
    },
  },
  {
    name: 'metrics have four keys, in one order, and milliseconds with three decimals at most',
    source: 'realtime_avatar.py: push_audio_chunk',
    run: async target => {
      const { client } = await openSession(target);
      const { metrics } = await client.speak(CHUNK_BYTES);
      expect(Object.keys(metrics)).toEqual(['type', 'chunk_index', 'infer_ms', 'encode_ms']);
      for (const ms of [metrics.infer_ms, metrics.encode_ms]) {
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(Math.round(Number(ms) * 1000) / 1000).toBe(ms);
      }
    },
  },
  {
    name: 'sound before any create',
    source: UNTESTED,
    run: async target => {
      const client = await target.open(NATIVE);
      client.sendAudio(CHUNK_BYTES);
      expect(await client.json()).toEqual({
        type: 'error',
        code: 'session_required',
        message: 'Create a session before sending audio.',
      });
    },
  },
  {
    name: 'sound after a cancel, as often as it comes; the session stays',
    source: UNTESTED,
    run: async target => {
      const { client, created } = await openSession(target);
      const { session_id } = created;
      for (let i = 0; i < 2; i++) {
        expect(await client.ask({ type: 'session.cancel' })).toEqual({
          type: 'session.cancelled',
          session_id,
        });
        client.sendAudio(CHUNK_BYTES);
        expect(await client.json()).toEqual({
          type: 'error',
          code: 'session_cancelled',
          message: 'The avatar session has been cancelled.',
        });
      }
      expect(await client.ask({ type: 'session.close' })).toEqual({ type: 'session.closed', session_id });
    },
  },
  {
    name: 'cancel and close without a session name null',
    source: UNTESTED,
    run: async target => {
      const client = await target.open(NATIVE);
      for (let i = 0; i < 2; i++) {
        const none = { session_id: null };
        expect(await client.ask({ type: 'session.cancel' })).toEqual({ type: 'session.cancelled', ...none });
        expect(await client.ask({ type: 'session.close' })).toEqual({ type: 'session.closed', ...none });
      }
    },
  },
  {
    name: 'create again after close, and after cancel, starts anew',
    source: UNTESTED,
    run: async target => {
      const { client, created } = await openSession(target);
      const ids = new Set([created.session_id]);
      for (const end of ['session.close', 'session.cancel', 'session.close']) {
        expect((await client.speak(CHUNK_BYTES)).metrics).toMatchObject({ chunk_index: 1 });
        await client.ask({ type: end });
        const again = await client.ask(createWith(target));
        expect(again).toMatchObject({ type: 'session.created' });
        ids.add(again.session_id);
      }
      expect(ids.size).toBe(4);
      expect((await client.speak(CHUNK_BYTES)).metrics).toMatchObject({ chunk_index: 1 });
    },
  },
  {
    name: 'a second create ends the first without a word',
    source: UNTESTED,
    run: async target => {
      const { client, created } = await openSession(target);
      const second = await client.ask(createWith(target, { width: 128, height: 128 }));
      expect(second).toMatchObject({ type: 'session.created', video: { width: 128, height: 128 } });
      expect(second.session_id).not.toBe(created.session_id);
      await expectSilence(client);
    },
  },
  {
    name: 'a refused second create leaves no session',
    source: UNTESTED,
    run: async target => {
      const { client } = await openSession(target);
      const refused = await client.ask({ type: 'session.create', inputs: { image_b64: 'not-base64' } });
      expect(refused).toMatchObject({ code: 'bad_image_base64' });
      client.sendAudio(CHUNK_BYTES);
      expect(await client.json()).toMatchObject({ code: 'session_required' });
    },
  },
  {
    name: 'ping at any time, with any fields',
    source: UNTESTED,
    run: async target => {
      const client = await target.open(NATIVE);
      expect(await client.ask({ type: 'ping', id: 7 })).toEqual({ type: 'pong' });
      await client.ask(createWith(target));
      expect(await client.ask('{"type":"ping"}')).toEqual({ type: 'pong' });
      await client.ask({ type: 'session.cancel' });
      expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' });
    },
  },
  {
    name: 'everything sent ahead is answered in its order',
    source: `${ROUTE}: one message after the other`,
    run: async target => {
      const client = await target.open(NATIVE);
      client.send(createWith(target));
      for (let i = 0; i < 5; i++) client.sendAudio(CHUNK_BYTES);
      client.send({ type: 'ping' });
      client.send('{');
      client.send({ type: 'session.close' });
      expect(await client.json()).toMatchObject({ type: 'session.created' });
      for (let i = 1; i <= 5; i++) {
        expect(await client.json()).toMatchObject({ type: 'metrics', chunk_index: i });
        expectFrames(target, await client.video(), 28);
      }
      expect(await client.json()).toEqual({ type: 'pong' });
      expect(await client.json()).toMatchObject({ code: 'bad_json' });
      expect(await client.json()).toMatchObject({ type: 'session.closed' });
    },
  },
  {
    name: 'six sockets at once have six sessions that do not mix',
    source: 'the client opens a second socket for its idle clip (OpenTalking)',
    run: async target => {
      const sockets = await Promise.all(
        [1, 2, 3, 4, 5, 6].map(async i => {
          const { client, created } = await openSession(target, { chunk_samples: 640 * i });
          expect(created).toMatchObject({ audio: { chunk_samples: 640 * i } });
          return { client, i, id: created.session_id };
        }),
      );
      expect(new Set(sockets.map(({ id }) => id)).size).toBe(6);
      await Promise.all(
        sockets.map(async ({ client, i }) => {
          const { metrics, jpegs } = await client.speak(1280 * i);
          expect(metrics).toMatchObject({ chunk_index: 1 });
          expectFrames(target, jpegs, i);
        }),
      );
    },
  },
  {
    name: 'session.resume with a token that finds nothing: session_not_found, and the session stays',
    source: 'our README; the code is the reference’s',
    ours: 'session.resume is our extension',
    run: async target => {
      const { client } = await openSession(target);
      for (const token of ['nobody', '', 5, null])
        expect(await client.ask({ type: 'session.resume', token })).toEqual({
          type: 'error',
          code: 'session_not_found',
          message: expect.any(String),
        });
      expect((await client.speak(CHUNK_BYTES)).metrics).toMatchObject({ chunk_index: 1 });
    },
  },
  {
    name: 'session.flush: metrics that count no chunk, then one VIDX',
    source: 'our README',
    ours: 'session.flush is our extension',
    run: async target => {
      const { client } = await openSession(target);
      await client.speak(CHUNK_BYTES);
      expect(await client.ask({ type: 'session.flush' })).toMatchObject({ type: 'metrics', chunk_index: 1 });
      await client.video();
      await client.ask({ type: 'session.close' });
      expect(await client.ask({ type: 'session.flush' })).toMatchObject({ code: 'session_required' });
    },
  },
];
