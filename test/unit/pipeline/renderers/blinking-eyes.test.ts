/** Lids over a still picture: they fall when the portrait's do, and nothing else of the picture changes. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAvatarReader } from '../../../../src/main/pipeline/avatar/avatar-reader.ts';
import { createFrameBuffer, type FrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';
import { createBlinkingEyes } from '../../../../src/main/pipeline/renderers/blinking-eyes.ts';
import { drawPicture } from '../../../../src/main/pipeline/renderers/flat-picture.ts';
import { createLife, liveAt } from '../../../../src/main/pipeline/renderers/portrait/life.ts';
import { portraitRenderer } from '../../../../src/main/pipeline/renderers/portrait/renderer.ts';
import type { AvatarAssets } from '../../../../src/main/pipeline/renderers/renderer.ts';

const WIDTH = 320;
const HEIGHT = 320;
const SEED = 9999;

/** A moment (s) at which the eyes are shut, or open. */
const momentOf = (shut: boolean): number => {
  const life = createLife();
  for (let timeS = 0; timeS < 20; timeS += 0.01) {
    liveAt(SEED, timeS, 0, life);
    if (shut ? life.blink === 1 : life.blink === 0) return timeS;
  }
  throw new Error('no such moment');
};

let assets: AvatarAssets;
beforeAll(async () => {
  const reader = await createAvatarReader({
    modelsDir: fileURLToPath(new URL('../../../../resources/models', import.meta.url)),
    threads: 1,
  });
  const picture = await readFile(new URL('../../../fixtures/faces/astronaut.png', import.meta.url));
  assets = await reader.frame(
    { picture, mouth: null },
    { width: WIDTH, height: HEIGHT, fit: 'cover', background: { kind: 'colour', rgb: [0, 0, 0] } },
  );
  await reader.close();
});

const still = (): FrameBuffer => {
  const frame = createFrameBuffer(WIDTH, HEIGHT, 3);
  drawPicture(assets, frame);
  return frame;
};
const changedRows = (frame: FrameBuffer): number[] => {
  const before = still();
  return Array.from({ length: HEIGHT }, (_, y) => y).filter(y => {
    const [from, to] = [y * WIDTH * 3, (y + 1) * WIDTH * 3];
    return Buffer.compare(frame.data.subarray(from, to), before.data.subarray(from, to)) !== 0;
  });
};

describe('createBlinkingEyes', () => {
  test('shuts the eyes in a blink and touches nothing else', async () => {
    const eyes = await createBlinkingEyes(await portraitRenderer.load(), assets);
    const frame = still();
    eyes!.draw(momentOf(true) * 1e6, frame);
    const rows = changedRows(frame);
    const y = (id: number): number => assets.landmarks![id * 3 + 1]! * HEIGHT;
    expect(rows.length).toBeGreaterThan(4);
    expect(rows[0]).toBeGreaterThan(y(105) - 6);
    // Well above the mouth, though this mouth stands open and the portrait would draw it anew.
    expect(rows.at(-1)).toBeLessThan(y(2));
    const open = still();
    eyes!.draw(momentOf(false) * 1e6, open);
    expect(changedRows(open)).toEqual([]);
    await eyes!.close();
  });

  test('there are none where the eyes are not known or the picture moves', async () => {
    const portrait = await portraitRenderer.load();
    expect(await createBlinkingEyes(portrait, { ...assets, landmarks: null })).toBeNull();
    expect(
      await createBlinkingEyes(portrait, { ...assets, frames: { count: 1, at: async () => assets } }),
    ).toBeNull();
  });
});
