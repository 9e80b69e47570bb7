/** Messages byte by byte: every way AUDI can be wrong, VIDX as exact bytes, and messages in pieces. */
import { expect } from 'vitest';
import { decodeVideo } from '../../../support/omnirt-wire.ts';
import type { SocketClient } from '../../../support/socket-client.ts';
import {
  type ConformanceCase,
  createWith,
  expectFrames,
  NATIVE,
  openFlashTalk,
  openSession,
} from '../conformance-case.ts';
import type { Target } from '../target.ts';

const CHUNK = 1280;
const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const audi = (bytes: number): Uint8Array => Buffer.concat([latin('AUDI'), Buffer.alloc(bytes)]);

const BAD_MAGIC: readonly [string, Uint8Array][] = [
  ['no bytes', latin('')],
  ['one byte', latin('A')],
  ['three bytes', latin('AUD')],
  ['another magic', latin('NOPE')],
  ['another magic before a whole chunk', Buffer.concat([latin('AUDJ'), Buffer.alloc(CHUNK)])],
  ['small letters', Buffer.concat([latin('audi'), Buffer.alloc(CHUNK)])],
  ['the magic of video', Buffer.concat([latin('VIDX'), Buffer.alloc(CHUNK)])],
  ['a byte before the magic', Buffer.concat([latin('\0AUDI'), Buffer.alloc(CHUNK)])],
  ['PCM alone', Buffer.alloc(CHUNK)],
];
const BAD_LENGTH: readonly [string, number][] = [
  ['the magic alone', 0],
  ['one byte', 1],
  ['one sample', 2],
  ['a byte too few', CHUNK - 1],
  ['a sample too few', CHUNK - 2],
  ['a byte too many', CHUNK + 1],
  ['a sample too many', CHUNK + 2],
  ['two chunks in one', 2 * CHUNK],
];

/** A session of 640 samples on either dialogue, and how a good chunk of it is answered. */
const DIALOGUES: readonly {
  name: string;
  open(target: Target): Promise<SocketClient>;
  speak(client: SocketClient, index: number): Promise<Uint8Array[]>;
}[] = [
  {
    name: 'native',
    open: async target => (await openSession(target, { chunk_samples: 640 })).client,
    speak: async (client, index) => {
      const { metrics, jpegs } = await client.speak(CHUNK);
      expect(metrics).toMatchObject({ chunk_index: index });
      return jpegs;
    },
  },
  {
    name: 'FlashTalk',
    open: async target => (await openFlashTalk(target, '/v1/audio2video/wav2lip', { slice_len: 1 })).client,
    speak: async client => {
      client.sendAudio(CHUNK);
      return client.video();
    },
  },
];

const encoded = (jpegs: readonly Uint8Array[]): string => {
  const head = Buffer.from('VIDX\0\0\0\0', 'latin1');
  head.writeUInt32LE(jpegs.length, 4);
  const frames = jpegs.flatMap(jpeg => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(jpeg.length);
    return [length, jpeg];
  });
  return Buffer.concat([head, ...frames]).toString('hex');
};

/** See ConformanceCase. */
export const audioFramingCases: readonly ConformanceCase[] = [
  ...DIALOGUES.flatMap(({ name, open, speak }): ConformanceCase[] => [
    {
      name: `${name}: AUDI without its magic changes nothing`,
      source:
        'realtime_avatar.py: split_audio_payload; test_realtime_avatar.py: flashtalk_compatible_ws_errors',
      run: async target => {
        const client = await open(target);
        for (const [what, bytes] of BAD_MAGIC) {
          const message = 'Binary audio payload must start with AUDI magic.';
          expect([what, await client.ask(bytes)]).toMatchObject([what, { code: 'bad_audio_magic', message }]);
        }
        expectFrames(target, await speak(client, 1), 1);
      },
    },
    {
      name: `${name}: AUDI of any other length changes nothing`,
      source: 'realtime_avatar.py: split_audio_payload',
      run: async target => {
        const client = await open(target);
        expectFrames(target, await speak(client, 1), 1);
        for (const [what, bytes] of BAD_LENGTH) {
          const message = `Expected ${CHUNK} bytes of pcm_s16le audio, got ${bytes}.`;
          expect([what, await client.ask(audi(bytes))]).toMatchObject([
            what,
            { code: 'bad_audio_chunk', message },
          ]);
        }
        expectFrames(target, await speak(client, 2), 1);
      },
    },
    {
      name: `${name}: AUDI in many WebSocket frames, with a ping between, is one message`,
      source: 'RFC 6455 §5.4',
      run: async target => {
        const client = await open(target);
        const bytes = audi(CHUNK);
        client.socket.send(bytes.subarray(0, 2), { fin: false, binary: true });
        client.socket.send(bytes.subarray(2, 2), { fin: false });
        client.socket.ping();
        client.socket.send(bytes.subarray(2, 700), { fin: false });
        client.socket.send(bytes.subarray(700), { fin: true });
        let answer = await client.next();
        if (answer?.kind === 'text') answer = await client.next();
        expect(answer?.kind).toBe('binary');
      },
    },
    {
      name: `${name}: VIDX is its frames and not one byte more`,
      source: 'realtime_avatar.py: encode_video_jpeg_sequence',
      run: async target => {
        const client = await open(target);
        client.sendAudio(CHUNK);
        let answer = await client.next();
        if (answer?.kind === 'text') answer = await client.next();
        if (answer?.kind !== 'binary') throw new Error('no VIDX came');
        const decoded = decodeVideo(answer.bytes);
        if ('fault' in decoded) throw new Error(decoded.fault);
        expect(Buffer.from(answer.bytes).toString('hex')).toBe(encoded(decoded.jpegs));
      },
    },
  ]),
  {
    name: 'a VIDX without frames is eight bytes',
    source: 'test_realtime_avatar.py: video_jpeg_sequence_allows_empty',
    runtime: 'fake',
    ours: 'session.flush is our extension, and nothing is owed in the fake runtime',
    run: async target => {
      const { client } = await openSession(target);
      expect(await client.ask({ type: 'session.flush' })).toMatchObject({ type: 'metrics', chunk_index: 0 });
      expect(Buffer.from(await client.binary()).toString('hex')).toBe('5649445800000000');
    },
  },
  {
    name: 'a text message in pieces, cut within a character, is one message',
    source: 'RFC 6455 §5.4',
    run: async target => {
      const client = await target.open(NATIVE);
      const text = Buffer.from(JSON.stringify({ type: '你好' }));
      client.socket.send(text.subarray(0, 10), { fin: false, binary: false });
      client.socket.send(text.subarray(10), { fin: true });
      expect(await client.json()).toMatchObject({ message: 'Unsupported message: 你好' });
    },
  },
  {
    name: 'text that is no UTF-8 ends its own socket with 1007',
    source: 'RFC 6455 §8.1',
    run: async target => {
      const [client, other] = [await target.open(NATIVE), await target.open(NATIVE)];
      client.socket.send(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), { binary: false });
      expect(await client.next()).toBeNull();
      expect(client.closed?.code).toBe(1007);
      expect(await other.ask({ type: 'ping' })).toEqual({ type: 'pong' });
    },
  },
  {
    name: 'a goodbye of the client is answered with its code',
    source: 'RFC 6455 §7',
    run: async target => {
      const client = await target.open(NATIVE);
      await client.ask(createWith(target));
      await client.end();
      expect([1000, 1005]).toContain(client.closed?.code);
    },
  },
];
