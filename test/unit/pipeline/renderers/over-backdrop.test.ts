/** What is transparent shows the picture behind, also at half; the track behind it keeps its ear and its end. */
import { expect, test } from 'vitest';
import { createFrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';
import { overBackdrop } from '../../../../src/main/pipeline/renderers/over-backdrop.ts';
import type { Track } from '../../../../src/main/pipeline/renderers/renderer.ts';
import { createPose } from '../../../../src/main/pipeline/service/pose.ts';

const DRAWN = [
  [200, 100, 50, 255],
  [200, 100, 50, 0],
  [200, 100, 50, 128],
];

const track = (ended: string[]): Track => ({
  batch: 2,
  notes: ['a note'],
  render: (_poses, into) => {
    for (const { data } of into) data.set(DRAWN.flat());
  },
  configure: () => ended.push('configured'),
  close: async () => {
    ended.push('closed');
  },
});

test.each([3, 4] as const)('into %i channels', async channels => {
  const ended: string[] = [];
  const backdrop = createFrameBuffer(3, 1, 4);
  backdrop.data.set([0, 0, 0, 255, 10, 20, 30, 255, 0, 200, 0, 255]);
  const over = overBackdrop(track(ended), backdrop);
  expect(over).toMatchObject({ batch: 2, notes: ['a note'] });
  const into = [createFrameBuffer(3, 1, channels), createFrameBuffer(3, 1, channels)];
  await over.render([createPose(), createPose()], into);
  for (const { data } of into) {
    const pixel = (i: number) => [...data.subarray(i * channels, (i + 1) * channels)];
    const opaque = channels === 4 ? [255] : [];
    expect(pixel(0)).toEqual([200, 100, 50, ...opaque]);
    expect(pixel(1)).toEqual([10, 20, 30, ...opaque]);
    expect(pixel(2)).toEqual([100, 150, 25, ...opaque]);
  }
  over.configure({});
  await over.close();
  expect(ended).toEqual(['configured', 'closed']);
});
