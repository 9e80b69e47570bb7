/** Draws one frame of a track: a pose with the usual rest, for tests, benches and looks. */
import type { FrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import type { FramePose, Track } from '../../src/main/pipeline/renderers/renderer.ts';

/** Fills `into`; what the pose does not say is idle. */
export const drawFrame = async (
  track: Track,
  pose: Pick<FramePose, 'lifeMicros' | 'weights' | 'speaking'> & Partial<FramePose>,
  into: FrameBuffer,
): Promise<void> => {
  await track.render([{ speechMicros: null, pictureIndex: 0, ...pose }], [into]);
};
