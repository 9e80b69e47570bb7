/** Clips of three containers become folders whose frames are the clip's own, in time and colour; damaged ones leave nothing. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAvatarReader } from '../../../../src/main/pipeline/avatar/avatar-reader.ts';
import { FramesMetadata } from '../../../../src/main/pipeline/avatar/frame-metadata.ts';
import { createVideoFile } from '../../../../src/main/pipeline/encoding/video-file.ts';
import type { ClipProgress, ClipSource } from '../../../../src/shared/clip-import.ts';
import { FILM, filmFrame } from '../../../support/film.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const still = readFileSync(join(ROOT, 'test/fixtures/faces/astronaut.png'));
const COUNT = 6;

let base: string;
let reader: ReturnType<typeof createAvatarReader>;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'clip-'));
  reader = createAvatarReader({ modelsDir: join(ROOT, 'resources/models'), cacheDir: join(base, 'cache') });
});
afterAll(async () => {
  await reader.close();
  rmSync(base, { recursive: true, force: true });
});

type Frame = { width: number; height: number; data: Uint8Array };
const film = async (name: string, frames: readonly Frame[], fps = 25): Promise<string> => {
  const path = join(base, name);
  const container = name.split('.').at(-1) as 'mp4' | 'webm' | 'mov';
  const { width, height } = frames[0]!;
  const video = await createVideoFile({ path, container, width, height, fps, sound: null });
  for (const [i, frame] of frames.entries())
    await video.addFrame({ ...frame, channels: 3 }, Math.round((i * 1e6) / fps));
  await video.finish();
  return path;
};
const heads = (count: number): Promise<Frame[]> =>
  Promise.all(Array.from({ length: count }, async (_, i) => ({ ...FILM, data: await filmFrame(still, i) })));
const run = (
  source: ClipSource,
  out: string,
  options: { signal?: AbortSignal; told?: ClipProgress[] } = {},
) =>
  reader.importClip(
    { source, outDir: join(base, out), id: out, name: 'Film' },
    progress => options.told?.push(progress),
    options.signal ?? new AbortController().signal,
  );
const parts = () => readdirSync(base).filter(name => name.endsWith('.part'));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a clip', () => {
  test.each(['mp4', 'webm', 'mov'])('%s: every frame, its colours, its face', async container => {
    const frames = await heads(COUNT);
    const path = await film(`heads.${container}`, frames);
    const told: ClipProgress[] = [];
    const result = await run({ kind: 'clip', path }, container, { told });
    expect(result).toMatchObject({ frames: COUNT, fps: 25, ...FILM, missingFrames: [], notes: [] });
    expect(told.filter(({ phase }) => phase === 'tracking')).toHaveLength(COUNT);
    expect(told.at(-1)?.phase).toBe('finishing');
    const dir = join(base, container);
    expect(readdirSync(dir).sort()).toEqual(['frames', 'manifest.json', 'preview.png', 'reference.png']);
    const names = readdirSync(join(dir, 'frames')).filter(name => name.endsWith('.jpg'));
    expect(names).toHaveLength(COUNT);
    for (const i of [0, COUNT - 1]) {
      const seen = await sharp(join(dir, 'frames', names[i]!))
        .raw()
        .toBuffer();
      const mean = [0, 1, 2].map(
        c =>
          seen.reduce((sum, v, k) => (k % 3 === c ? sum + v - frames[i]!.data[k]! : sum), 0) /
          (seen.length / 3),
      );
      for (const difference of mean) expect(Math.abs(difference)).toBeLessThan(1);
    }
    const metadata = FramesMetadata.parse(
      JSON.parse(readFileSync(join(dir, 'frames/mouth_metadata.json'), 'utf8')),
    );
    expect(Object.keys(metadata.frames)).toEqual(names);
    for (const name of names)
      expect(metadata.frames[name]).toMatchObject({
        source_frame_hash: sha256(readFileSync(join(dir, 'frames', name))),
        mouth_polygon_source: 'mediapipe',
      });
    expect(sha256(result.reference)).toBe(sha256(readFileSync(join(dir, 'reference.png'))));
    const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      id: container,
      fps: 25,
      ...FILM,
      metadata: { reference_mode: 'frames' },
    });
  });

  test('opens at once as an avatar, from what the import saw', async () => {
    await run({ kind: 'clip', path: await film('again.mp4', await heads(3)) }, 'again');
    const dir = join(base, 'again/frames');
    const later = createAvatarReader({
      modelsDir: join(ROOT, 'resources/models'),
      cacheDir: join(base, 'cache'),
    });
    const opened = await later.frame(
      {
        picture: readFileSync(join(base, 'again/reference.png')),
        mouth: null,
        frames: { dir, metadataPath: join(dir, 'mouth_metadata.json'), fps: 25, preprocessed: true },
      },
      { ...FILM, fit: 'cover', background: { kind: 'transparent' } },
    );
    expect([opened.cacheHit, opened.frames?.count]).toEqual([true, 3]);
    expect(opened.mouth?.animation.outer_lip).toHaveLength(20);
  });

  test('frames without a face are named, and the user is told', async () => {
    const blank = { ...FILM, data: new Uint8Array(FILM.width * FILM.height * 3).fill(90) };
    const [a, b] = await heads(2);
    const { missingFrames, notes } = await run(
      { kind: 'clip', path: await film('gap.mp4', [a!, blank, b!]) },
      'gap',
    );
    expect(missingFrames).toEqual(['frame_00001.jpg']);
    expect(notes).toEqual(['No face was found in 1 of 3 frames; they are shown as they are.']);
  });

  test('large and fast ones are made smaller and thinned out, and it is said', async () => {
    const flat = (shade: number): Frame => ({
      width: 1600,
      height: 200,
      data: new Uint8Array(1600 * 200 * 3).fill(shade),
    });
    const path = await film(
      'fast.mp4',
      Array.from({ length: 12 }, (_, i) => flat(40 + 10 * i)),
      60,
    );
    const result = await run({ kind: 'clip', path }, 'fast');
    expect(result).toMatchObject({ frames: 6, fps: 30, width: 1280, height: 160 });
    expect(result.notes).toHaveLength(3);
    const shades = await Promise.all(
      [0, 5].map(
        async i =>
          (
            await sharp(join(base, `fast/frames/frame_0000${i}.jpg`))
              .raw()
              .toBuffer()
          )[0]!,
      ),
    );
    expect(Math.abs(shades[0]! - 40)).toBeLessThan(4);
    expect(Math.abs(shades[1]! - 140)).toBeLessThan(4);
  });

  test.each([
    ['text', () => Buffer.from('this is no film')],
    ['nothing', () => Buffer.alloc(0)],
    ['half a film', () => readFileSync(join(base, 'heads.mp4')).subarray(0, 3000)],
    ['sound alone', () => readFileSync(join(ROOT, 'test/fixtures/audio/tone.m4a'))],
  ])('%s is refused and leaves nothing', async (_name, bytes) => {
    const path = join(base, 'bad.mp4');
    writeFileSync(path, bytes());
    await expect(run({ kind: 'clip', path }, 'bad')).rejects.toMatchObject({ code: 'avatar/unreadable' });
    expect(existsSync(join(base, 'bad'))).toBe(false);
    expect(parts()).toEqual([]);
  });

  test('cancelled on the way, it leaves nothing', async () => {
    const abort = new AbortController();
    const path = await film('long.mp4', await heads(8));
    const work = reader.importClip(
      { source: { kind: 'clip', path }, outDir: join(base, 'stopped'), id: 'x', name: 'x' },
      ({ framesDone }) => framesDone === 2 && abort.abort(),
      abort.signal,
    );
    await expect(work).rejects.toMatchObject({ code: 'request/cancelled' });
    expect(existsSync(join(base, 'stopped'))).toBe(false);
    expect(parts()).toEqual([]);
  });
});

test('frames that lie in a folder are copied byte for byte', async () => {
  const path = await film('source.mp4', await heads(3));
  await run({ kind: 'clip', path }, 'source');
  const dir = join(base, 'source/frames');
  const folder = { dir, metadataPath: join(dir, 'mouth_metadata.json'), fps: 25, preprocessed: true };
  const result = await run({ kind: 'frames', folder }, 'copy');
  expect(result).toMatchObject({ frames: 3, fps: 25, missingFrames: [] });
  for (const name of readdirSync(dir).filter(file => file.endsWith('.jpg')))
    expect(readFileSync(join(base, 'copy/frames', name))).toEqual(readFileSync(join(dir, name)));
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(base, name, 'frames/mouth_metadata.json'), 'utf8'));
  expect(read('copy')).toEqual(read('source'));
});
