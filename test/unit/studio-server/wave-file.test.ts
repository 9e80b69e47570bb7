/** Sound of a session as a WAV file, read back by ffprobe. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { waveFile } from '../../../src/main/studio-server/wave-file.ts';

test('pieces of two rates become one file of the first rate and the whole length', async () => {
  const tone = (count: number) => Int16Array.from({ length: count }, (_, i) => 8000 * Math.sin(i / 6));
  const utterance = (sampleRate: number, seconds: number) => ({
    sampleRate,
    samples: tone(sampleRate * seconds),
    phones: null,
    words: [],
  });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-wave-'));
  try {
    const file = path.join(folder, 'a.wav');
    await writeFile(file, waveFile([utterance(22_050, 1), utterance(16_000, 2)]));
    const { stdout } = await promisify(execFile)('ffprobe', [
      ...['-v', 'error', '-of', 'json', '-show_entries', 'stream=codec_name,sample_rate,channels,duration'],
      file,
    ]);
    expect(JSON.parse(stdout).streams[0]).toEqual({
      codec_name: 'pcm_s16le',
      sample_rate: '22050',
      channels: 1,
      duration: '3.000000',
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('samples are written as they are, whatever part of a buffer they lie in', () => {
  const samples = Int16Array.of(9, 9, 1, -2, 32_767, -32_768).subarray(2);
  const file = Buffer.from(waveFile([{ sampleRate: 16_000, samples, phones: null, words: [] }]));
  expect(file.readUInt32LE(40)).toBe(8);
  expect([0, 1, 2, 3].map(i => file.readInt16LE(44 + 2 * i))).toEqual([1, -2, 32_767, -32_768]);
});
