/** Draws the network's answer into a frame: at the crop's size, blended by the face's mode, faded by how much the avatar speaks. Knows no network. */
import type { PixelView } from '../../compositor/compositor.ts';
import type { FrameBuffer } from '../../frame-buffer.ts';
import { interleavedGrid } from '../../patch/resampler.ts';
import { bluePlanesFirst } from './face-planes.ts';
import type { PreparedFace } from './prepared-face.ts';

/** See above; its buffers are kept from frame to frame. */
export type MouthDrawing = {
  /** The network's answer (0..1, from `offset`) at the crop's size, RGB; good until the next one is painted. */
  paint(face: PreparedFace, answers: Float32Array, offset: number): Uint8Array;
  /** `share` 0..1: how much of the blend is seen over what the frame shows. `patch` stays as it is. */
  draw(face: PreparedFace, patch: Uint8Array, share: number, into: FrameBuffer): void;
};

/** The drawing of one track. */
export const createMouthDrawing = (): MouthDrawing => {
  let room = new Uint8Array(0);
  let mixed = new Uint8Array(0);
  const original: PixelView = { data: room, offset: 0, stride: 0, channels: 3 };
  const rendered: PixelView = { data: room, offset: 0, stride: 0, channels: 3 };
  const blended: PixelView = { data: mixed, offset: 0, stride: 0, channels: 3 };
  return {
    paint({ resampler }, answers, offset) {
      const { from, to } = resampler;
      const bytes = to.width * to.height * 3;
      if (room.length < bytes) room = new Uint8Array(bytes);
      const patch = room.subarray(0, bytes);
      resampler.run(bluePlanesFirst(answers, from.width, offset), interleavedGrid(patch, to.width, 3), 255);
      return patch;
    },
    draw(
      {
        crop,
        resampler: {
          to: { width, height },
        },
        compositor,
      },
      patch,
      share,
      into,
    ) {
      const { channels } = into;
      original.data = into.data;
      original.offset = (crop.top * into.width + crop.left) * channels;
      original.stride = into.width;
      original.channels = channels;
      rendered.data = patch;
      rendered.stride = width;
      if (share >= 1) {
        compositor.blend(original, rendered, original);
        return;
      }
      if (mixed.length < width * height * 3) mixed = new Uint8Array(width * height * 3);
      blended.data = mixed;
      blended.stride = width;
      compositor.blend(original, rendered, blended);
      for (let y = 0, from = 0; y < height; y++) {
        let to = original.offset + y * into.width * channels;
        for (let x = 0; x < width; x++, from += 3, to += channels) {
          for (let c = 0; c < 3; c++) {
            const was = into.data[to + c]!;
            into.data[to + c] = was + (mixed[from + c]! - was) * share + 0.5;
          }
        }
      }
    },
  };
};
