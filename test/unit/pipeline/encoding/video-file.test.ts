/** Video files written and read back: codecs, size, colour, alpha, time of picture and sound, failures that leave nothing behind. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVideoFile, type VideoContainer } from '../../../../src/main/pipeline/encoding/video-file.ts';
import { createFrameBuffer, type FrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';

import { frameMicros } from '../../../../src/shared/media.ts';
import { onsetS, readVideo } from '../../../support/read-video.ts';

const FPS = 25;
const FRAMES = 20;
/** The picture turns from blue to orange, and the tone begins, at this frame. */
const FLASH = 10;
const BLUE = [20, 40, 200] as const;
const ORANGE = [240, 140, 20] as const;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mouthpiece-video-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One colour, the corners transparent where there is alpha. */
const paint = (frame: FrameBuffer, [red, green, blue]: readonly [number, number, number]): void => {
  const { width, height, channels, data } = frame;
  for (let i = 0; i < width * height; i++) {
    data.set([red, green, blue], i * channels);
    if (channels === 4) data[i * 4 + 3] = i % width < width / 4 ? 0 : 255;
  }
};

/** A tone that starts with frame FLASH, in pieces of one frame. */
const soundPiece = (index: number, rate: number): Float32Array =>
  Float32Array.from({ length: rate / FPS }, (_, i) =>
    index < FLASH ? 0 : 0.5 * Math.sin((2 * Math.PI * 440 * i) / rate),
  );

const write = async (
  container: VideoContainer,
  width = 64,
  height = 96,
  channels: 3 | 4 = 4,
  rate = 22_050,
) => {
  const file = path.join(folder, `${container}-${width}x${height}-${rate}.${container}`);
  const video = await createVideoFile({
    path: file,
    container,
    width,
    height,
    fps: FPS,
    sound: { sampleRate: rate, channels: 1 },
  });
  const frame = createFrameBuffer(width, height, channels);
  for (let i = 0; i < FRAMES; i++) {
    paint(frame, i < FLASH ? BLUE : ORANGE);
    await video.addFrame(frame, frameMicros(i, FPS));
    await video.addSound([soundPiece(i, rate)]);
  }
  expect(await video.finish()).toBeGreaterThan(500);
  return { file, size: { width: video.width, height: video.height } };
};

const near = (seen: readonly number[], wanted: readonly number[]): void => {
  wanted.forEach((value, i) => {
    expect(Math.abs(seen[i]! - value)).toBeLessThanOrEqual(8);
  });
};

describe('a written file, read back', () => {
  test.each([
    ['mp4', 'avc', 'aac'],
    ['webm', 'vp9', 'opus'],
    ['mov', 'prores', 'pcm-s16'],
  ] as const)(
    '%s: %s and %s, right colours, picture and sound in step',
    async (container, videoCodec, audioCodec) => {
      const { file } = await write(container);
      const seen = await readVideo(file);
      expect(seen).toMatchObject({ videoCodec, audioCodec, width: 64, height: 96 });
      expect(seen.colour).toMatchObject({ primaries: 'bt709', matrix: 'bt709' });
      expect(seen.frames.length).toBe(FRAMES);
      seen.frames.forEach(({ timeS, centre }, i) => {
        expect(timeS).toBeCloseTo(i / FPS, 2);
        near(centre, i < FLASH ? BLUE : ORANGE);
      });
      const cornerAlpha = seen.frames[0]!.corner[3]!;
      if (container === 'mp4') expect(cornerAlpha).toBe(255);
      else expect(cornerAlpha).toBeLessThan(4);
      // Half a crossing of the 440 Hz tone is 1.1 ms; codecs smear a little.
      expect(Math.abs(onsetS(seen.sound, seen.soundRate, 0.15) - FLASH / FPS)).toBeLessThan(0.004);
      expect(Math.abs(seen.sound.length / seen.soundRate - FRAMES / FPS)).toBeLessThan(0.05);
    },
  );

  test('odd sizes grow by one pixel; a frame without alpha is opaque in WebM', async () => {
    const { file, size } = await write('webm', 63, 95, 3);
    expect(size).toEqual({ width: 64, height: 96 });
    const seen = await readVideo(file);
    expect(seen).toMatchObject({ width: 64, height: 96 });
    expect(seen.frames[0]!.corner[3]).toBeGreaterThan(251);
    expect(await write('mp4', 65, 97, 3)).toMatchObject({ size: { width: 66, height: 98 } });
  });
});

const run = promisify(execFile);
const hasTools = await run('ffprobe', ['-version']).then(
  () => true,
  () => false,
);

describe.skipIf(!hasTools)('what FFmpeg says of it', () => {
  test.each([
    ['mp4', { codec_name: 'h264', pix_fmt: 'yuv420p', color_space: 'bt709', profile: 'High' }, 'aac'],
    ['webm', { codec_name: 'vp9', color_space: 'bt709' }, 'opus'],
    ['mov', { codec_name: 'prores', pix_fmt: 'yuva444p12le', color_space: 'bt709' }, 'pcm_s16le'],
  ] as const)('%s', async (container, picture, sound) => {
    const { file } = await write(container, 66, 98, 4, 16_000);
    const { stdout } = await run('ffprobe', [
      '-v',
      'error',
      '-show_streams',
      '-show_format',
      '-of',
      'json',
      file,
    ]);
    const { streams, format } = JSON.parse(stdout);
    expect(streams[0]).toMatchObject({
      ...picture,
      width: 66,
      height: 98,
      avg_frame_rate: '25/1',
      color_primaries: 'bt709',
      color_range: 'tv',
    });
    expect(streams[1]).toMatchObject({ codec_name: sound });
    expect(Number(streams[0].start_time)).toBe(0);
    expect(Math.abs(Number(streams[1].start_time))).toBeLessThan(0.008);
    expect(Math.abs(Number(format.duration) - FRAMES / FPS)).toBeLessThan(0.05);
    if (container === 'webm') expect(streams[0].tags.alpha_mode ?? streams[0].tags.ALPHA_MODE).toBe('1');

    const decoded = await run(
      'ffmpeg',
      ['-v', 'error', '-i', file, '-map', '0:a', '-ac', '1', '-ar', '48000', '-f', 'f32le', '-'],
      { encoding: 'buffer', maxBuffer: 1e8 },
    );
    const samples = new Float32Array(
      decoded.stdout.buffer.slice(
        decoded.stdout.byteOffset,
        decoded.stdout.byteOffset + decoded.stdout.length,
      ),
    );
    expect(Math.abs(onsetS(samples, 48_000, 0.15) - FLASH / FPS)).toBeLessThan(0.004);
  });

  test('a transparent corner is transparent through libvpx-vp9', async () => {
    const { file } = await write('webm', 68, 100);
    const decoded = await run(
      'ffmpeg',
      [
        '-v',
        'error',
        '-c:v',
        'libvpx-vp9',
        '-i',
        file,
        '-frames:v',
        '1',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgba',
        '-',
      ],
      { encoding: 'buffer' },
    );
    expect(decoded.stdout[3]).toBeLessThan(4);
    expect(decoded.stdout[(50 * 68 + 34) * 4 + 3]).toBeGreaterThan(252);
    near([...decoded.stdout.subarray((50 * 68 + 34) * 4, (50 * 68 + 34) * 4 + 3)], BLUE);
  });
});

describe('failures', () => {
  const config = { container: 'mp4', width: 64, height: 64, fps: FPS, sound: null } as const;
  const partsIn = async (): Promise<string[]> =>
    (await readdir(folder)).filter(name => name.endsWith('.part'));

  test('cancel leaves nothing, and the old file stays', async () => {
    const file = path.join(folder, 'old.mp4');
    await writeFile(file, 'old');
    const video = await createVideoFile({ ...config, path: file });
    await video.addFrame(createFrameBuffer(64, 64, 3), 0);
    expect((await partsIn()).length).toBe(1);
    await video.cancel();
    await video.cancel();
    expect(await partsIn()).toEqual([]);
  });

  test.each([
    ['a folder that is not there', 'no/such/folder/a.mp4', /folder does not exist/],
    ['a folder of that name', '.', /folder has that name/],
  ])('%s → export/failed', async (_name, name, message) => {
    const file = path.join(folder, name);
    await expect(createVideoFile({ ...config, path: file })).rejects.toMatchObject({
      code: 'export/failed',
      message: expect.stringMatching(message),
    });
  });

  test('a full disk → export/no-space, and nothing is left', async () => {
    const file = path.join(folder, 'full.mp4');
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const openFile = async () => ({ write: () => Promise.reject(full), close: async () => {} });
    const video = await createVideoFile({ ...config, path: file, openFile });
    const writing = (async () => {
      const frame = createFrameBuffer(64, 64, 3);
      for (let i = 0; i < 400; i++) await video.addFrame(frame, frameMicros(i, FPS));
      await video.finish();
    })();
    await expect(writing).rejects.toMatchObject({
      code: 'export/no-space',
      message: expect.stringMatching(/disk is full/),
    });
    await video.cancel();
    expect(await partsIn()).toEqual([]);
  });
});
