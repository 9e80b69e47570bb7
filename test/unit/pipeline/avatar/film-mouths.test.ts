/** Key frames in real films: frames between follow both the film and the correction; what is drawn changes where it should. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAvatarReader } from '../../../../src/main/pipeline/avatar/avatar-reader.ts';
import type { FrameFolder } from '../../../../src/shared/avatar.ts';
import type { MouthMetadata } from '../../../../src/shared/mouth-metadata.ts';
import { type PlacedMouth, placedMouth, shapeOf } from '../../../../src/shared/mouth-shape.ts';
import { FILM, writeFilm } from '../../../support/film.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const still = readFileSync(join(ROOT, 'test/fixtures/faces/astronaut.png'));
const FRAMES = 9;
const TARGET = { ...FILM, fit: 'stretch', background: { kind: 'transparent' } } as const;

let base: string;
let frames: FrameFolder;
let reader: ReturnType<typeof createAvatarReader>;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'film-mouths-'));
  await writeFilm(still, FRAMES, join(base, 'film'));
  frames = { dir: join(base, 'film'), metadataPath: null, fps: 25, preprocessed: false };
  reader = createAvatarReader({ modelsDir: join(ROOT, 'resources/models'), cacheDir: join(base, 'cache') });
});
afterAll(async () => {
  await reader.close();
  rmSync(base, { recursive: true, force: true });
});

const lowered = (mouth: PlacedMouth, dy: number): PlacedMouth => {
  const shape = shapeOf(mouth);
  const down = ([x, y]: readonly [number, number]): [number, number] => [x, y + dy];
  return placedMouth({
    ...shape,
    outer: shape.outer.map(down),
    inner: shape.inner?.map(down) ?? null,
    centre: down(shape.centre),
  });
};

test('a key frame mends its neighbours by its correction, and the renderer is given that', async () => {
  const { names, mouths } = await reader.frameMouths(frames);
  expect(names).toHaveLength(FRAMES);
  expect(mouths.every(mouth => mouth?.animation.outer_lip?.length === 20)).toBe(true);
  const mouth: MouthMetadata = {
    ...mouths[0]!,
    key_frames: [
      { frame: 2, ...lowered(mouths[2]!, 0.03) },
      { frame: 6, ...mouths[6]! },
    ],
  };
  const opened = await reader.frame({ picture: still, mouth, frames }, TARGET);
  const plain = await reader.frame({ picture: still, mouth: null, frames }, TARGET);
  expect(opened.key).not.toBe(plain.key);
  for (const [frame, share] of [0, 0, 1, 0.75, 0.5, 0.25, 0, 0, 0].entries()) {
    const [mended, tracked] = [await opened.frames!.at(frame), await plain.frames!.at(frame)];
    const wanted = frame < 2 ? 1 : share;
    const dy = mended.mouth!.animation.mouth_center[1] - tracked.mouth!.animation.mouth_center[1];
    expect(dy).toBeCloseTo(0.03 * wanted, 4);
    expect(mended.landmarks).not.toBeNull();
    const there = await reader.placed({ picture: still, mouth, frames }, frame);
    expect(there.mouth!.animation.mouth_center[1]).toBeCloseTo(mended.mouth!.animation.mouth_center[1], 4);
  }
});

test('a mouth without key frames still stands in only where none was found', async () => {
  const foreign = {
    animation: { mouth_center: [0.1, 0.1] as [number, number], mouth_rx: 0.1, mouth_ry: 0.1 },
  };
  const opened = await reader.frame({ picture: still, mouth: foreign, frames }, TARGET);
  const { mouth } = await opened.frames!.at(0);
  expect(mouth!.animation.mouth_center[1]).toBeGreaterThan(0.3);
});
