/** The whole of MuseTalk with random networks against numpy (test/fixtures/musetalk/random-network.py). */
import { expect, test } from 'vitest';
import { museTalkRandom } from '../../../../../scripts/models/musetalk-random.mjs';
import { createFrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { museTalkRenderer } from '../../../../../src/main/pipeline/renderers/musetalk/renderer.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { MuseTalkOptions } from '../../../../../src/shared/renderer-options/musetalk.ts';
import { readNpy } from '../../../../support/read-npy.ts';
import { sentence } from '../../articulation/sentence.ts';
import { drawnPicture } from './drawn-picture.ts';
import { openProbe } from './open-probe.ts';

const golden = readNpy(new URL('../../../../fixtures/musetalk/random-network.npy', import.meta.url));
// As in the script: every other pixel of a part of the box, where nothing of the picture shows through.
const FRAMES = [40, 47, 61];
const [BOX_LEFT, BOX_TOP] = [100, 60];

test('frames agree with a computation elsewhere within 2 levels of 255', async () => {
  const probe = openProbe({}, { files: museTalkRandom() });
  const renderer = await museTalkRenderer.load({
    networks: probe.networks,
    cacheDir: probe.dir,
    log: () => {},
  });
  const track = await renderer.prepare(
    drawnPicture(),
    MuseTalkOptions.parse({ allowCpu: true, blinking: false }),
    CompositorOptions.parse({}),
  );
  await track.ear!.hear(sentence.pcm);
  await track.ear!.endTurn();
  const poses = FRAMES.map(i => ({
    lifeMicros: 0,
    weights: new Float32Array(52),
    speaking: 1,
    speechMicros: i * 40_000,
    pictureIndex: 0,
  }));
  const frames = poses.map(() => createFrameBuffer(400, 400, 3));
  await track.render(poses, frames);
  let [worst, at] = [0, 0];
  for (const frame of frames)
    for (let y = 160; y < 230; y += 2)
      for (let x = 60; x < 140; x += 2)
        for (let c = 0; c < 3; c++) {
          const value = frame.data[((y + BOX_TOP) * 400 + x + BOX_LEFT) * 3 + c]!;
          worst = Math.max(worst, Math.abs(value - golden.data[at++]!));
        }
  expect(at).toBe(golden.data.length);
  expect(worst).toBeLessThanOrEqual(2);
  await track.close();
  await probe.close();
});
