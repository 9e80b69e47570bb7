/** A picture of 400×400 with a face of known measures: jaw 100..300, nose (point 29) at 188, chin at 316, mouth at 250. */
import { createFrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { JAW_LINE } from '../../../../../src/main/pipeline/renderers/portrait/landmark-ids.ts';
import type { AvatarAssets } from '../../../../../src/main/pipeline/renderers/renderer.ts';

const EDGE = 400;

/** Colours run through the picture, so that every place and channel is told from others. `alpha`: of the background above row 100. */
export const drawnPicture = ({ alpha = 255, key }: { alpha?: number; key?: string } = {}): AvatarAssets => {
  const picture = createFrameBuffer(EDGE, EDGE, 4);
  for (let y = 0; y < EDGE; y++)
    for (let x = 0; x < EDGE; x++)
      picture.data.set([60 + x / 4, 90 + y / 5, 150 - x / 8, y < 40 ? alpha : 255], (y * EDGE + x) * 4);
  const landmarks = new Float32Array(468 * 3).fill(0.5);
  const put = (id: number, x: number, y: number): void => {
    landmarks[id * 3] = x / EDGE;
    landmarks[id * 3 + 1] = y / EDGE;
  };
  // Just inside whole pixels: what floors must not fall.
  for (const [i, id] of JAW_LINE.entries()) {
    const angle = Math.PI * (1 - i / (JAW_LINE.length - 1));
    put(id, 200 + 100 * Math.cos(angle) + (angle > 1.6 ? 0.01 : 0.01), 188 + 128 * Math.sin(angle) + 0.01);
  }
  put(195, 200, 182.01);
  put(5, 200, 200.01);
  return {
    picture,
    hasAlpha: alpha < 255,
    landmarks,
    mouth: { animation: { mouth_center: [0.5, 0.625], mouth_rx: 0.1, mouth_ry: 0.04 } },
    frames: null,
    ...(key === undefined ? {} : { key }),
  };
};
