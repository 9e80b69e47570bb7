/** Messages as large as the reference takes them: 16 MiB, to the byte. */
import { expect } from 'vitest';
import { CHUNK_BYTES, type ConformanceCase, expectFrames, NATIVE, openSession } from '../conformance-case.ts';
import type { Target } from '../target.ts';

const LARGEST = 16 * 1024 * 1024;

/** A message of exactly LARGEST bytes around the target's picture, which grows by zeros behind its end. */
const padded = (target: Target, around: (image: string) => string): string => {
  const frame = around('').length;
  const image = Buffer.alloc(Math.floor((LARGEST - frame) / 4) * 3);
  image.set(Buffer.from(target.image, 'base64'));
  const text = around(image.toString('base64'));
  return text + ' '.repeat(LARGEST - text.length);
};

/** See ConformanceCase. */
export const largeMessageCases: readonly ConformanceCase[] = [
  {
    name: 'session.create of 16 MiB',
    source: 'uvicorn: ws_max_size 16777216',
    run: async target => {
      const client = await target.open(NATIVE);
      const message = padded(target, image => `{"type":"session.create","inputs":{"image_b64":"${image}"}}`);
      expect(message.length).toBe(LARGEST);
      expect(await client.ask(message)).toMatchObject({ type: 'session.created' });
      expectFrames(target, (await client.speak(CHUNK_BYTES)).jpegs, 28);
    },
  },
  {
    name: 'FlashTalk init of 16 MiB',
    source: 'uvicorn: ws_max_size 16777216',
    run: async target => {
      const client = await target.open('/v1/audio2video/wav2lip');
      const message = padded(target, image => `{"type":"init","ref_image":"${image}","seed":9999}`);
      expect(await client.ask(message)).toMatchObject({ type: 'init_ok' });
    },
  },
  {
    name: 'text of 16 MiB that is no JSON',
    source: 'uvicorn: ws_max_size 16777216',
    run: async target => {
      const client = await target.open(NATIVE);
      expect(await client.ask('x'.repeat(LARGEST))).toMatchObject({ code: 'bad_json' });
      expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' });
    },
  },
  {
    name: 'AUDI of 16 MiB for a session of small chunks',
    source: 'uvicorn: ws_max_size 16777216',
    run: async target => {
      const { client } = await openSession(target, { chunk_samples: 640 });
      client.sendAudio(LARGEST - 4);
      expect(await client.json()).toMatchObject({
        code: 'bad_audio_chunk',
        message: `Expected 1280 bytes of pcm_s16le audio, got ${LARGEST - 4}.`,
      });
      expectFrames(target, (await client.speak(1280)).jpegs, 1);
    },
  },
  {
    name: 'AUDI of 15 MB that is wanted: ten seconds of eight channels at 96 kHz',
    source: 'realtime_avatar.py: AvatarAudioSpec.chunk_bytes',
    run: async target => {
      const wide = { sample_rate: 96_000, channels: 8, chunk_samples: 960_000, width: 64, height: 64 };
      const { client } = await openSession(target, wide);
      const { metrics, jpegs } = await client.speak(960_000 * 16);
      expect(metrics).toMatchObject({ chunk_index: 1 });
      expectFrames(target, jpegs, 250);
    },
  },
];
