/** Decoding of real files of each kind, and of files that are missing, damaged, hostile, silent or too long. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  type AudioSource,
  decodeAudio,
  decodeBlocks,
} from '../../../../src/main/pipeline/speech/decode-audio.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/audio/${name}`, import.meta.url));

const decodeWhole = async (source: AudioSource, maxDurationS = 60): Promise<Int16Array> => {
  const samples: number[] = [];
  for await (const chunk of decodeAudio(source, { maxDurationS })) {
    expect(chunk.sampleRate).toBe(16_000);
    samples.push(...chunk.samples);
  }
  return Int16Array.from(samples);
};

const level = (samples: Int16Array, fromS: number, toS: number): number => {
  const part = samples.subarray(fromS * 16_000, toS * 16_000);
  return Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length) / 32_768;
};

describe('decodeAudio', () => {
  test.each(['tone.wav', 'tone.mp3', 'tone.m4a', 'tone.ogg', 'tone.flac', 'tone.webm', 'with-picture.mp4'])(
    '%s: the tone is where it was put',
    async name => {
      const samples = await decodeWhole({ path: fixture(name) });
      expect(samples.length / 16_000).toBeGreaterThan(0.58);
      expect(samples.length / 16_000).toBeLessThan(0.68);
      // Mean of the channels: 0.3 / √2 where the tone is.
      expect(level(samples, 0.2, 0.4)).toBeCloseTo(0.212, 1);
      expect(level(samples, 0.0, 0.06)).toBeLessThan(0.01);
      expect(level(samples, 0.56, 0.58)).toBeLessThan(0.02);
    },
  );

  test('bytes give the same as the file; mu-law at 8 kHz is read', async () => {
    const path = fixture('tone.wav');
    expect(await decodeWhole({ bytes: await readFile(path) })).toEqual(await decodeWhole({ path }));
    expect((await decodeWhole({ path: fixture('mulaw.wav') })).length).toBe(9600);
  });

  test('decodeBlocks keeps rate and channels', async () => {
    for await (const block of decodeBlocks({ path: fixture('tone.wav') }, { maxDurationS: 5 })) {
      expect(block.sampleRate).toBe(44_100);
      expect(block.channels.length).toBe(2);
    }
  });

  test.each([
    ['missing', { path: fixture('no-such-file.wav') }],
    ['empty', { bytes: new Uint8Array(0) }],
    ['text', { bytes: new TextEncoder().encode('Hello, I am not a sound file. '.repeat(50)) }],
    [
      'playlist',
      { bytes: new TextEncoder().encode('#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n/etc/passwd\n') },
    ],
    ['truncated', { path: fixture('truncated.m4a') }],
    ['no sound track', { path: fixture('silent-picture.mp4') }],
    ['a folder', { path: fixture('.') }],
    [
      'a header that lies',
      { bytes: Uint8Array.from({ length: 64 }, (_, i) => 'RIFF\xff\xff\xff\x7fWAVEfmt '.charCodeAt(i % 16)) },
    ],
  ])('%s → audio/unreadable', async (_name, source) => {
    await expect(decodeWhole(source)).rejects.toMatchObject({ code: 'audio/unreadable' });
  });

  test.each([
    ['rate', 24, 4_000_000_000],
    ['rate', 24, 1],
    ['rate', 24, 0],
    ['channels', 22, 0xac44_ffff],
  ])('a WAV header with an impossible %s (%i: %i) → audio/unreadable', async (_name, offset, value) => {
    const bytes = Uint8Array.from(await readFile(fixture('tone.wav')));
    new DataView(bytes.buffer).setUint32(offset, value, true);
    await expect(decodeWhole({ bytes })).rejects.toMatchObject({ code: 'audio/unreadable' });
  });

  test('noise after a good header, and flipped bytes, end in an error of ours or in sound', async () => {
    const bytes = await readFile(fixture('tone.mp3'));
    for (let seed = 1; seed <= 12; seed++) {
      const damaged = Uint8Array.from(bytes);
      for (let i = seed * 7; i < damaged.length; i += 97 + seed) damaged[i] = (damaged[i]! * 31 + seed) & 255;
      const outcome = await decodeWhole({ bytes: damaged }).catch((error: unknown) => error);
      if (!(outcome instanceof Int16Array)) expect(outcome).toMatchObject({ code: 'audio/unreadable' });
    }
  });

  test('too long → audio/too-long; cancelled → request/cancelled', async () => {
    await expect(decodeWhole({ path: fixture('tone.wav') }, 0.2)).rejects.toMatchObject({
      code: 'audio/too-long',
    });
    const aborted = decodeBlocks(
      { path: fixture('tone.wav') },
      { maxDurationS: 5, signal: AbortSignal.abort() },
    );
    await expect(aborted[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'request/cancelled' });
  });
});
