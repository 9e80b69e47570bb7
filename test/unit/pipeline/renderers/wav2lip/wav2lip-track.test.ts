/** The whole renderer against networks that tell what they were fed, and against PyTorch. */
import { beforeAll, describe, expect, test } from 'vitest';
import { wav2LipProbe } from '../../../../../scripts/models/wav2lip-probe.mjs';
import type { AvatarAssets } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { readNpy } from '../../../../support/read-npy.ts';
import {
  astronaut,
  CROP,
  draw,
  type Folder,
  foldersOfFile,
  MOUTH,
  pixel,
  pose,
  readRgb,
  speech,
} from './opened-track.ts';

const golden = readNpy(new URL('../../../../fixtures/golden/mel/speech.mel.npy', import.meta.url));
const levelAt = (band: number, column: number): number => golden.data[band * golden.shape[1]! + column]!;

const folderOf = foldersOfFile();

let assets: AvatarAssets;
beforeAll(async () => {
  assets = await astronaut();
});

describe('what the network is fed', () => {
  let probe: Folder;
  beforeAll(async () => {
    probe = await folderOf(wav2LipProbe({ kind: 'reveal' }));
  });

  test('blue first, the masked half, and the window of each frame of a batch', async () => {
    const track = await probe.open(assets);
    await track.ear!.hear(speech);
    const frames = [10, 25, 26, 27, 31, 32];
    const drawn = await draw(
      track,
      frames.map(i => pose(i * 40_000)),
    );
    expect(probe.runs.splice(0)).toEqual([4, 2]);
    const x = MOUTH.x;
    for (const [n, i] of frames.entries()) {
      const level = (levelAt(40, Math.floor(i * 3.2)) + 4) / 8;
      // Green comes from the masked face: gone in the lower half, which begins in the crop's middle.
      const [red, green, blue] = pixel(drawn[n]!, x, 160);
      expect(Math.abs(red! - 255 * level)).toBeLessThan(1.6);
      expect(green).toBe(0);
      expect(Math.abs(blue! - assets.picture.data[(160 * 512 + x) * 4 + 2]!)).toBeLessThan(12);
    }
    expect(track.provider).toBe('cpu');
    await track.close();
  });

  test('the mask begins in the middle of the crop', async () => {
    const track = await probe.open(assets, {}, { mode: 'basic' });
    await track.ear!.hear(speech);
    const [drawn] = await draw(track, [pose(1_000_000)]);
    const middle = (CROP.top + CROP.bottom) / 2;
    expect(pixel(drawn!, MOUTH.x, middle - 2)[1]).toBeGreaterThan(60);
    expect(pixel(drawn!, MOUTH.x, middle + 4)[1]).toBeLessThan(30);
    await track.close();
  });

  test.each([
    ['other names, faces first', { names: { mel: 'x', video: 'y', output: 'z' }, videoFirst: true }, [1]],
    ['one frame a run', { batch: 1 }, [1]],
    ['two frames a run', { batch: 2 }, [2]],
    ['256 pixels', { size: 256 }, [1]],
  ])('the same by a network with %s', async (_, shape, runs) => {
    const folder = await folderOf(wav2LipProbe({ kind: 'reveal', ...shape }));
    const track = await folder.open(assets);
    expect(track.batch).toBe('batch' in shape ? shape.batch : 4);
    await track.ear!.hear(speech);
    const [drawn] = await draw(track, [pose(1_000_000)]);
    expect(folder.runs).toEqual(runs);
    const [red, green] = pixel(drawn!, MOUTH.x, 160);
    expect(Math.abs(red! - (255 * (levelAt(40, 80) + 4)) / 8)).toBeLessThan(1.6);
    expect(green).toBe(0);
    await track.close();
  });
});

describe('what is drawn', () => {
  let echo: Folder;
  let tint: Folder;
  beforeAll(async () => {
    echo = await folderOf(wav2LipProbe({ kind: 'echo', size: 256 }));
    tint = await folderOf(wav2LipProbe({ kind: 'tint' }));
  });

  test.each(['basic', 'opentalking_improved', 'easy_improved', 'easy_enhanced'] as const)(
    '%s puts a network’s own face back where it was',
    async mode => {
      const track = await echo.open(assets, {}, { mode });
      await track.ear!.hear(speech);
      const [drawn] = await draw(track, [pose(1_000_000)]);
      let worst = 0;
      for (let i = 0; i < 512 * 512; i++)
        for (let c = 0; c < 3; c++)
          worst = Math.max(worst, Math.abs(drawn!.data[i * 3 + c]! - assets.picture.data[i * 4 + c]!));
      // 110×130 pixels through 256×256 and back.
      expect(worst).toBeLessThan(24);
      await track.close();
    },
  );

  test('a louder moment makes this mouth redder, and only the mouth', async () => {
    const track = await tint.open(assets);
    await track.ear!.hear(speech);
    const [loud, pause] = await draw(track, [pose(200_000), pose(1_900_000)]);
    const still = pixel(assets.picture, MOUTH.x, MOUTH.y);
    const louder = pixel(loud!, MOUTH.x, MOUTH.y);
    expect(louder[2]! - louder[0]!).toBeLessThan(still[2]! - still[0]! - 60);
    expect(Math.abs(pixel(pause!, MOUTH.x, MOUTH.y)[0]! - still[0]!)).toBeLessThan(20);
    expect(pixel(loud!, 223, 75)).toEqual(pixel(assets.picture, 223, 75));
    expect(pixel(loud!, 40, 400)).toEqual(pixel(assets.picture, 40, 400));
    await track.close();
  });

  test('idle is the picture itself, without a run; between them it fades', async () => {
    const track = await tint.open(assets);
    await track.ear!.hear(speech);
    tint.runs.length = 0;
    const [idle] = await draw(track, [pose(null, { speaking: 0 })]);
    expect(tint.runs).toEqual([]);
    expect(Buffer.compare(idle!.data, await readRgb('faces/astronaut.png'))).toBe(0);
    const [full, half] = await draw(track, [pose(200_000), pose(200_000, { speaking: 0.5 })]);
    const [a, b, c] = [idle!, half!, full!].map(drawn => pixel(drawn, MOUTH.x, MOUTH.y)[1]!);
    expect(Math.abs(b! - (a! + c!) / 2)).toBeLessThan(2);
    await track.close();
  });

  test('after an interruption what was heard last dies away', async () => {
    const track = await tint.open(assets);
    await track.ear!.hear(speech);
    const [spoken] = await draw(track, [pose(200_000)]);
    const later = [40, 80, 120, 400].map(ms => pose(null, { lifeMicros: 200_000 + ms * 1000, speaking: 1 }));
    const blues = [spoken!, ...(await draw(track, later))].map(drawn => pixel(drawn, MOUTH.x, MOUTH.y)[2]!);
    expect(blues).toEqual(blues.toSorted((x, y) => x - y));
    expect(blues.at(-1)! - blues[0]!).toBeGreaterThan(30);
    await track.close();
  });

  test('silence of a still picture is drawn by the network once', async () => {
    const track = await tint.open(assets);
    await track.ear!.hear(new Int16Array(48_000));
    tint.runs.length = 0;
    const drawn = await draw(
      track,
      Array.from({ length: 12 }, (_, i) => pose(i * 40_000)),
    );
    expect(tint.runs).toEqual([4]);
    for (const each of drawn) expect(Buffer.compare(each.data, drawn[0]!.data)).toBe(0);
    await track.close();
  });

  test('frames with alpha keep the picture’s', async () => {
    const clear: AvatarAssets = {
      ...assets,
      hasAlpha: true,
      picture: {
        ...assets.picture,
        data: assets.picture.data.map((v, i) => (i % 4 === 3 && i < 4e5 ? 0 : v)),
      },
    };
    const track = await tint.open(clear);
    await track.ear!.hear(speech);
    const [rgba] = await draw(track, [pose(200_000)], 4);
    expect(rgba!.data.filter((_, i) => i % 4 === 3)).toEqual(
      clear.picture.data.filter((_, i) => i % 4 === 3),
    );
    const [rgb] = await draw(track, [pose(200_000)], 3);
    expect(pixel(rgb!, 5, 5)).toEqual([128, 128, 128]);
    await track.close();
  });

  test('options and modes change while it runs; what the model was opened with does not', async () => {
    const track = await tint.open(assets);
    await track.ear!.hear(speech);
    const [before] = await draw(track, [pose(200_000)]);
    track.configure({ compositor: CompositorOptions.parse({ mode: 'opentalking_improved' }) });
    const [after] = await draw(track, [pose(200_000)]);
    expect(Buffer.compare(after!.data, before!.data)).not.toBe(0);
    track.configure({ options: { blinking: true, pads: [0, 0, 0, 0] } });
    expect(() => track.configure({ options: { device: 'cuda' } })).toThrow(/device is fixed/);
    expect(() => track.configure({ options: { pads: [1] } })).toThrow(/options\.pads/);
    await track.close();
  });
});
