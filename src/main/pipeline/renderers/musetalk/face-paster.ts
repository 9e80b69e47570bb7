/** Lays a drawn face over a picture: resized to its box, blended by the mode, faded by how much of it is shown. Knows no network and no time. */
import type { Compositor, PixelView } from '../../compositor/compositor.ts';
import type { FrameBuffer } from '../../frame-buffer.ts';
import { interleavedGrid, planarGrid, Resampler } from '../../patch/resampler.ts';
import { FACE_EDGE, FACE_SIZE } from './musetalk-networks.ts';
import type { PreparedFace } from './prepared-face.ts';

const EDGE = { width: FACE_EDGE, height: FACE_EDGE };
/** Sizes of boxes remembered: the faces of a moving avatar differ by some pixels. */
const SIZES_KEPT = 24;

type Tool = { resampler: Resampler; patch: Uint8Array };

/** One for a track; keeps its buffers. */
export class FacePaster {
  readonly #tools = new Map<string, Tool>();

  /**
   * Draws over `frame`, which shows the picture, the face at `offset` of `faces` ([3, 256, 256], −1..1, limited in place), `shown`
   * 0..1 of it. `compositor`: see compositorFor.
   */
  paste(
    faces: Float32Array,
    offset: number,
    face: PreparedFace,
    compositor: Compositor | null,
    shown: number,
    frame: FrameBuffer,
  ): void {
    for (let i = offset; i < offset + FACE_SIZE; i++) faces[i] = Math.min(1, Math.max(-1, faces[i]!));
    const { left, top, right, bottom } = face.box;
    const [width, height] = [right - left, bottom - top];
    const { resampler, patch } = this.#toolFor(width, height);
    resampler.run(planarGrid(faces, EDGE, offset), interleavedGrid(patch, width, 3), 127.5, 127.5);
    const { data, channels } = frame;
    const start = (top * frame.width + left) * channels;
    if (compositor !== null) {
      const original: PixelView = { data, offset: start, stride: frame.width, channels };
      const rendered: PixelView = { data: patch, offset: 0, stride: width, channels: 3 };
      compositor.blend(original, rendered, rendered);
    }
    const weights = (compositor === null ? face.masks.native : face.masks.edge).data;
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0, to = start + y * frame.width * channels; x < width; x++, i++, to += channels) {
        const weight = weights[i]! * shown;
        if (weight === 0) continue;
        for (let c = 0; c < 3; c++) {
          const was = data[to + c]!;
          data[to + c] = was + (patch[i * 3 + c]! - was) * weight + 0.5;
        }
      }
  }

  #toolFor(width: number, height: number): Tool {
    const key = `${width} ${height}`;
    let tool = this.#tools.get(key);
    if (tool === undefined) {
      if (this.#tools.size >= SIZES_KEPT) this.#tools.delete(this.#tools.keys().next().value!);
      tool = {
        resampler: new Resampler(EDGE, { width, height }, 'area'),
        patch: new Uint8Array(width * height * 3),
      };
      this.#tools.set(key, tool);
    }
    return tool;
  }
}
