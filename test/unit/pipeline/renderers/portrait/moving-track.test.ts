/** A mouth drawn into a film: only the mouth changes, lips close, pictures keep their own, memory is bounded. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAvatarReader } from '../../../../../src/main/pipeline/avatar/avatar-reader.ts';
import { lipGapOfLandmarks } from '../../../../../src/main/pipeline/avatar/lip-gap.ts';
import { createFrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import {
  createMouthRigs,
  createMovingTrack,
} from '../../../../../src/main/pipeline/renderers/portrait/moving-track.ts';
import type { AvatarAssets } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { BLENDSHAPE_INDEX as AT, type BlendshapeName } from '../../../../../src/shared/blendshapes.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';
import { FILM, writeFilm } from '../../../../support/film.ts';

const ROOT = resolve(import.meta.dirname, '../../../../..');
const TARGET = { ...FILM, fit: 'stretch', background: { kind: 'colour', rgb: [60, 70, 80] } } as const;

let base: string;
let reader: ReturnType<typeof createAvatarReader>;
const open = async (picture: string, name: string): Promise<AvatarAssets> => {
  const still = readFileSync(join(ROOT, picture));
  const dir = join(base, name);
  await writeFilm(still, 4, dir);
  const frames = { dir, metadataPath: null, fps: 25, preprocessed: false };
  return reader.frame({ picture: still, mouth: null, frames }, TARGET);
};
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'moving-track-'));
  reader = createAvatarReader({ modelsDir: join(ROOT, 'resources/models') });
});
afterAll(async () => {
  await reader.close();
  rmSync(base, { recursive: true, force: true });
});

const trackOf = (assets: AvatarAssets, mode: CompositorOptions['mode'] = 'basic', rigs = createMouthRigs()) =>
  createMovingTrack(
    assets,
    assets.frames!,
    rigs,
    PortraitOptions.parse({}),
    CompositorOptions.parse({ mode }),
  );
const shot = async (
  track: ReturnType<typeof trackOf>,
  pictureIndex: number,
  weights: Partial<Record<BlendshapeName, number>>,
  options: { speaking?: number; channels?: 3 | 4 } = {},
) => {
  const into = createFrameBuffer(FILM.width, FILM.height, options.channels ?? 3);
  const values = new Float32Array(52);
  for (const [name, weight] of Object.entries(weights)) values[AT[name as BlendshapeName]] = weight;
  const speaking = options.speaking ?? 1;
  await track.render([{ lifeMicros: 0, weights: values, speaking, speechMicros: 0, pictureIndex }], [into]);
  return into.data;
};
/** Bounds of what differs by more than `by`, and how many pixels. */
const changed = (a: Uint8Array, b: Uint8Array, by = 2) => {
  let [left, top, right, bottom, count] = [Infinity, Infinity, -1, -1, 0];
  for (let i = 0; i < a.length; i += 3) {
    if ([0, 1, 2].every(c => Math.abs(a[i + c]! - b[i + c]!) <= by)) continue;
    const [x, y] = [(i / 3) % FILM.width, Math.floor(i / 3 / FILM.width)];
    [left, top, right, bottom] = [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x),
      Math.max(bottom, y),
    ];
    count++;
  }
  return { left, top, right, bottom, count };
};

test('closed and silent, the film is shown as it is; in speech only what lies about the mouth changes', async () => {
  const assets = await open('resources/avatars/mira/mira.png', 'mira');
  const rigs = createMouthRigs();
  const track = trackOf(assets, 'basic', rigs);
  for (const index of [0, 3]) {
    const { picture, landmarks } = await assets.frames!.at(index);
    const film = picture.data.filter((_, i) => i % 4 !== 3);
    expect(await shot(track, index, {}, { speaking: 0 })).toEqual(film);
    const spoken = await shot(track, index, { jawOpen: 0.8 });
    const { count, left, top, right, bottom } = changed(film, spoken);
    expect(count).toBeGreaterThan(300);
    const at = (id: number): [number, number] => [
      landmarks![id * 3]! * FILM.width,
      landmarks![id * 3 + 1]! * FILM.height,
    ];
    const eyes = Math.hypot(at(33)[0] - at(263)[0], at(33)[1] - at(263)[1]);
    const [x, y] = at(13);
    expect(left).toBeGreaterThan(x - 1.1 * eyes);
    expect(right).toBeLessThan(x + 1.1 * eyes);
    expect(top).toBeGreaterThan(y - 0.6 * eyes);
    expect(bottom).toBeLessThan(y + 1.3 * eyes);
    const masked = await shot(trackOf(assets, 'easy_improved'), index, { jawOpen: 0.8 });
    expect(changed(film, masked).count).toBeLessThan(count);
    const clear = await shot(track, index, { jawOpen: 0.8 }, { channels: 4 });
    expect(clear.filter((_, i) => i % 4 !== 3)).toEqual(spoken);
  }
  expect(rigs.size).toBe(2);
  expect(rigs.weight / rigs.size).toBeLessThan(2.5e6);
});

test('lips that are open in the film are closed, silent and in speech', async () => {
  const assets = await open('test/fixtures/faces/astronaut.png', 'astronaut');
  const track = trackOf(assets);
  const { picture, landmarks } = await assets.frames!.at(1);
  expect(lipGapOfLandmarks(landmarks!, FILM)).toBeGreaterThan(0.08);
  const film = picture.data.filter((_, i) => i % 4 !== 3);
  const [x, y] = [13, 14].reduce(
    ([sumX, sumY], id) => [
      sumX + (landmarks![id * 3]! * FILM.width) / 2,
      sumY + (landmarks![id * 3 + 1]! * FILM.height) / 2,
    ],
    [0, 0],
  );
  const teeth = (data: Uint8Array): number => {
    const i = (Math.round(y) * FILM.width + Math.round(x)) * 3;
    return Math.min(data[i]!, data[i + 1]!, data[i + 2]!);
  };
  for (const speaking of [0, 1])
    expect(teeth(await shot(track, 1, {}, { speaking }))).toBeLessThan(teeth(film) - 20);
});
