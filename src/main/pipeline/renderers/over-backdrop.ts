/** A track whose transparent parts show a still picture: the avatar moves, what is behind it does not. Knows no renderer. */
import { createFrameBuffer, type FrameBuffer } from '../frame-buffer.ts';
import type { Track } from './renderer.ts';

/** Lays a drawn frame (RGBA, straight alpha) over the backdrop (RGBA, opaque). */
const layOver = (drawn: Uint8Array, backdrop: Uint8Array, { data, channels }: FrameBuffer): void => {
  for (let from = 0, to = 0; from < drawn.length; from += 4, to += channels) {
    const alpha = drawn[from + 3]!;
    if (alpha === 255) {
      data[to] = drawn[from]!;
      data[to + 1] = drawn[from + 1]!;
      data[to + 2] = drawn[from + 2]!;
    } else {
      const rest = 255 - alpha;
      for (let c = 0; c < 3; c++)
        data[to + c] = (drawn[from + c]! * alpha + backdrop[from + c]! * rest + 127) / 255;
    }
    if (channels === 4) data[to + 3] = 255;
  }
};

/** `backdrop`: RGBA of the frames' size. The result owns `track`. */
export const overBackdrop = (track: Track, backdrop: FrameBuffer): Track => {
  const { width, height } = backdrop;
  const drawn = Array.from({ length: track.batch }, () => createFrameBuffer(width, height, 4));
  return {
    ...track,
    async render(poses, into) {
      const buffers = drawn.slice(0, poses.length);
      await track.render(poses, buffers);
      for (const [i, buffer] of buffers.entries()) layOver(buffer.data, backdrop.data, into[i]!);
    },
    configure: patch => track.configure(patch),
    close: () => track.close(),
  };
};
