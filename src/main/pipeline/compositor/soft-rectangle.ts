/** The `basic` mode of neural renderers: the patch inside a soft rectangle of its own (omnirt-wire-facts §4.4). Needs no mouth. */
import type { Compositor } from './compositor.ts';
import { rectangleMask } from './mouth-masks.ts';

/** Blends patches of one size. */
export const createSoftRectangle = (width: number, height: number): Compositor => {
  const { data: mask } = rectangleMask(width, height);
  return {
    width,
    height,
    blend(original, rendered, into) {
      for (let y = 0, i = 0; y < height; y++) {
        let o = original.offset + y * original.stride * original.channels;
        let r = rendered.offset + y * rendered.stride * rendered.channels;
        let t = into.offset + y * into.stride * into.channels;
        for (let x = 0; x < width; x++, i++) {
          const m = mask[i]!;
          for (let c = 0; c < 3; c++) {
            const was = original.data[o + c]!;
            into.data[t + c] = was + (rendered.data[r + c]! - was) * m + 0.5;
          }
          if (into.channels === 4 && original.channels === 4) into.data[t + 3] = original.data[o + 3]!;
          o += original.channels;
          r += rendered.channels;
          t += into.channels;
        }
      }
    },
  };
};
