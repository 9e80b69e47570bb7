/** Side by side: every part in its place, one speech for all ears, labels on top, everything closed. */
import { expect, test } from 'vitest';
import { createFrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';
import type { Track } from '../../../../src/main/pipeline/renderers/renderer.ts';
import { createSideBySide } from '../../../../src/main/pipeline/renderers/side-by-side.ts';
import { createPose } from '../../../../src/main/pipeline/service/pose.ts';

const WIDTH = 160;
const HEIGHT = 120;

/** Fills frames with a grey that depends on the speech; counts what it hears. */
const greyTrack = (level: number, batch: number): Track & { heard: number; closed: number } => {
  const track = {
    batch,
    heard: 0,
    closed: 0,
    notes: [`level ${level}`],
    ear: {
      hear: (pcm: Int16Array) => {
        track.heard += pcm.length;
      },
      endTurn: () => {},
      reset: () => {
        track.heard = 0;
      },
      finalMicros: level * 1000,
    },
    render: (poses: readonly { lifeMicros: number }[], into: readonly { data: Uint8Array }[]) => {
      for (const [i, { data }] of into.entries()) data.fill(level + poses[i]!.lifeMicros);
    },
    configure: () => {},
    close: () => {
      track.closed += 1;
    },
  };
  return track;
};

test.each([3, 4] as const)(
  'parts lie side by side in %i channels, in batches of the smallest',
  async channels => {
    const tracks = [greyTrack(50, 4), greyTrack(150, 2)];
    const sides = tracks.map((track, i) => ({ label: `<${i}> & more`, track }));
    const joined = await createSideBySide(sides, { width: WIDTH, height: HEIGHT });
    expect(joined.batch).toBe(2);
    expect(joined.notes).toEqual(['level 50', 'level 150']);
    const poses = [0, 7].map(lifeMicros => ({ ...createPose(), lifeMicros }));
    const frames = poses.map(() => createFrameBuffer(2 * WIDTH, HEIGHT, channels));
    await joined.render(poses, frames);
    const at = (frame: number, x: number, y: number): number =>
      frames[frame]!.data[(y * 2 * WIDTH + x) * channels]!;
    expect([at(0, WIDTH - 1, HEIGHT - 1), at(0, WIDTH, HEIGHT - 1)]).toEqual([50, 150]);
    expect([at(1, 0, HEIGHT - 1), at(1, 2 * WIDTH - 1, HEIGHT - 1)]).toEqual([57, 157]);
    // The plates are darker than the brighter part and carry white letters.
    const plate = Array.from({ length: 40 }, (_, x) => at(0, WIDTH + 8 + x, 16));
    expect(Math.min(...plate)).toBeLessThan(120);
    await joined.ear!.hear(new Int16Array(100));
    expect(tracks.map(track => track.heard)).toEqual([100, 100]);
    expect(joined.ear!.finalMicros).toBe(50_000);
    await joined.close();
    expect(tracks.map(track => track.closed)).toEqual([1, 1]);
  },
);
