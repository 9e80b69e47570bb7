/** A face drawn in a few lines, with metadata as a person would draw it: what the renderer must cope with when no model helps. */
import { createFrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import type { AvatarAssets } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';

/** Skin of the drawn face, RGB. */
export const SKIN = [230, 180, 150] as const;

/** An oval of skin with a dark line for a mouth on transparency, `width` × `height`. */
export const drawnFace = (width: number, height: number): AvatarAssets => {
  const picture = createFrameBuffer(width, height, 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const u = (x + 0.5) / width - 0.5;
      const v = (y + 0.5) / height - 0.5;
      const edge = Math.min(1, Math.max(0, (0.42 - Math.hypot(u, v)) * width * 0.5));
      const onMouth = Math.abs(v - 0.18) < 0.012 && Math.abs(u) < 0.11;
      const k = (y * width + x) * 4;
      if (edge > 0) picture.data.set(onMouth ? [150, 60, 60] : SKIN, k);
      picture.data[k + 3] = Math.round(255 * edge);
    }
  return {
    picture,
    hasAlpha: true,
    mouth: MouthMetadata.parse({
      animation: { mouth_center: [0.5, 0.68], mouth_rx: 0.12, mouth_ry: 0.03 },
      face_box: [0.1, 0.1, 0.9, 0.9],
    }),
    landmarks: null,
    frames: null,
  };
};
