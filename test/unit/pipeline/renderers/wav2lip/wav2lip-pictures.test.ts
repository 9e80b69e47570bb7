/** Which pictures the renderer draws on, and what it refuses. */
import { beforeAll, describe, expect, test } from 'vitest';
import { wav2LipNetwork } from '../../../../../scripts/models/wav2lip-network.mjs';
import { wav2LipProbe } from '../../../../../scripts/models/wav2lip-probe.mjs';
import type { AvatarAssets } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { astronaut, CROP, draw, foldersOfFile, MOUTH, pixel, pose, readRgb, speech } from './opened-track.ts';

const folderOf = foldersOfFile();

let assets: AvatarAssets;
beforeAll(async () => {
  assets = await astronaut();
});

describe('moving avatars', () => {
  test('each frame shows and feeds its own picture, with its own crop', async () => {
    const probe = await folderOf(wav2LipProbe({ kind: 'reveal' }));
    const dark: AvatarAssets = {
      ...assets,
      picture: { ...assets.picture, data: assets.picture.data.map((v, i) => (i % 4 === 3 ? v : v >> 1)) },
      mouth: { ...assets.mouth!, model_crop: [0.3, 0.1, 0.56, 0.38] },
    };
    const without: AvatarAssets = { ...assets, mouth: null };
    const pictures = [assets, dark, without];
    const track = await probe.open({
      ...assets,
      frames: { count: 3, at: async index => pictures[index]! },
    });
    await track.ear!.hear(speech);
    probe.runs.length = 0;
    const drawn = await draw(
      track,
      [0, 1, 2, 1].map(pictureIndex => pose(1_000_000, { pictureIndex })),
    );
    expect(probe.runs).toEqual([3]);
    const at = (160 * 512 + MOUTH.x) * 4 + 2;
    for (const [i, index] of [0, 1, 2, 1].entries()) {
      const blue = pixel(drawn[i]!, MOUTH.x, 160)[2]!;
      expect(Math.abs(blue - pictures[index]!.picture.data[at]!)).toBeLessThan(12);
    }
    expect(pixel(drawn[2]!, MOUTH.x, 160)).toEqual(pixel(assets.picture, MOUTH.x, 160));
    expect(Buffer.compare(drawn[3]!.data, drawn[1]!.data)).toBe(0);
    await track.close();
  });
});

describe('what cannot be drawn', () => {
  test('a picture without a mouth stays still, and the user is told', async () => {
    const folder = await folderOf(wav2LipProbe({ kind: 'tint' }));
    const track = await folder.open({ ...assets, mouth: null });
    expect(track.notes).toEqual([expect.stringMatching(/No mouth is known/)]);
    await track.ear!.hear(speech);
    const [drawn] = await draw(track, [pose(200_000)]);
    expect(Buffer.compare(drawn!.data, await readRgb('faces/astronaut.png'))).toBe(0);
    await track.close();
  });

  test('a mouth drawn by hand gives a guessed face, and the user is told', async () => {
    const folder = await folderOf(wav2LipProbe({ kind: 'tint' }));
    const { model_crop: _, ...byHand } = assets.mouth!;
    const track = await folder.open({ ...assets, mouth: byHand });
    expect(track.notes).toEqual([expect.stringMatching(/guessed from the mouth/)]);
    await track.close();
  });

  test('no model: says what to do', async () => {
    await expect((await folderOf(null)).open(assets)).rejects.toMatchObject({
      code: 'model/missing',
      message: expect.stringMatching(/import/i),
    });
  });

  test('a network of other shapes is refused by name', async () => {
    const folder = await folderOf(wav2LipProbe({ kind: 'echo', size: 100 }));
    await expect(folder.open(assets)).rejects.toMatchObject({
      code: 'model/unsupported',
      message: expect.stringMatching(/video_frames \[N, 6, 100, 100\]/),
    });
  });
});

// frame-22.png and frame-30.png: an independent computation in numpy (mel, resizing, blending) and PyTorch (the network) of
// the same random weights, on the picture's crop and the speech of the fixtures.
test('the whole of Wav2Lip agrees with numpy and PyTorch', async () => {
  const folder = await folderOf(wav2LipNetwork({ divide: 16, seed: 7 }));
  const track = await folder.open(assets);
  await track.ear!.hear(speech);
  const frames = [22, 30];
  const drawn = await draw(
    track,
    frames.map(i => pose(i * 40_000)),
  );
  const [width, height] = [CROP.right - CROP.left, CROP.bottom - CROP.top];
  for (const [n, i] of frames.entries()) {
    const wanted = await readRgb(`golden/wav2lip/frame-${i}.png`);
    let [worst, sum] = [0, 0];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const seen = pixel(drawn[n]!, CROP.left + x, CROP.top + y);
        for (let c = 0; c < 3; c++) {
          const difference = Math.abs(seen[c]! - wanted[(y * width + x) * 3 + c]!);
          worst = Math.max(worst, difference);
          sum += difference;
        }
      }
    expect(worst).toBeLessThanOrEqual(2);
    expect(sum / (width * height * 3)).toBeLessThan(0.2);
  }
  await track.close();
});
