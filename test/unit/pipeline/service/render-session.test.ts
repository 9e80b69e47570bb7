/** A session in the engine process whose track is replaced while it talks. */
import { expect, test } from 'vitest';
import type { Ear, Track } from '../../../../src/main/pipeline/renderers/renderer.ts';
import { FairShare } from '../../../../src/main/pipeline/service/fair-share.ts';
import { STILL_WALK } from '../../../../src/main/pipeline/service/pose.ts';
import { RenderSession } from '../../../../src/main/pipeline/service/render-session.ts';
import { FakeArticulation } from '../../../support/fake-export-deps.ts';

/** Writes down what it hears, and when its frames are on its own time line. */
class ListeningTrack implements Track {
  readonly batch = 1;
  readonly times: (number | null)[] = [];
  heard = 0;
  readonly ear: Ear = {
    hear: pcm => {
      this.heard += pcm.length;
    },
    endTurn: () => {},
    reset: () => {
      this.heard = 0;
    },
    finalMicros: 0,
  };

  render(poses: Parameters<Track['render']>[0]): void {
    for (const { speechMicros } of poses) this.times.push(speechMicros);
  }
  configure(): void {}
  async close(): Promise<void> {}
}

test('a track that comes while somebody talks hears from there on, in time with the picture', async () => {
  const [first, second] = [new ListeningTrack(), new ListeningTrack()];
  const session = new RenderSession({
    track: first,
    walk: STILL_WALK,
    articulation: new FakeArticulation(),
    format: { width: 16, height: 16, fps: 25 },
    jpegQuality: 80,
    encode: async () => new Uint8Array(1),
    share: new FairShare(),
  });
  const speak = (turn: number, ...speechMicros: number[]) =>
    session.render({
      sessionId: 'avt_test',
      turn,
      pcm: new Int16Array(16_000),
      utterance: null,
      endTurn: false,
      frames: speechMicros.map(micros => ({ lifeMicros: micros, speechMicros: micros })),
    });
  await speak(1, 0, 40_000);
  await session.replace(second, STILL_WALK);
  await speak(1, 960_000, 1_000_000, 1_040_000);
  expect(first.times).toEqual([0, 40_000]);
  // What it has not heard is no speech; then its own time starts at 0.
  expect(second.times).toEqual([null, 0, 40_000]);
  expect(second.heard).toBe(16_000);
  await speak(2, 0);
  expect(second.times.at(-1)).toBe(0);
  await session.close();
});
