/** Runs the network on up to a few frames at once, in tensors that are kept. Knows what is fed, not why. */
import { StudioError } from '../../../../shared/errors.ts';
import type { Network, SteadyHalf, Tensors } from '../../inference/networks.ts';
import { feedPlanes, INPUT_PLANES } from './face-planes.ts';
import { WINDOW_FLOATS, wav2LipShapeOf } from './network-shape.ts';

/** The network with room for `slots` frames. */
export type FaceNetwork = {
  /** Sides of its faces, pixels. */ readonly size: number;
  /** Frames it takes at most. */ readonly slots: number;
  /** Windows of the slots, 80·16 floats each, to be written before a run. */ readonly windows: Float32Array;
  /** Puts a face into a slot; what is there already is not written again. */ feed(
    slot: number,
    planes: Uint8Array,
  ): void;
  /** Answers of the first `count` slots: 3·size² floats each. They are the caller's. Errors: model/unsupported, renderer/failed. */
  run(count: number): Promise<Float32Array>;
};

/** `batch`: frames wanted at once; a network of a fixed number takes that number. @throws StudioError `model/unsupported`. */
export const createFaceNetwork = (network: Network, batch: number): FaceNetwork => {
  const shape = wav2LipShapeOf(network.signature);
  const { size } = shape;
  const slots = shape.batch ?? batch;
  const face = INPUT_PLANES * size * size;
  const windows = new Float32Array(slots * WINDOW_FLOATS);
  const faces = new Float32Array(slots * face);
  const fed: (Uint8Array | null)[] = Array.from({ length: slots }, () => null);
  const answer = 3 * size * size;
  const { steady } = network;
  /** What the network makes of one face alone. */
  let seen: { planes: Uint8Array; features: Promise<Tensors> } | null = null;

  /** The features of a face that all of the first `count` slots hold; null when they hold several. */
  const featuresOf = (half: SteadyHalf, count: number): Promise<Tensors> | null => {
    const planes = fed[0];
    if (planes === null || planes === undefined) return null;
    for (let slot = 1; slot < count; slot++) if (fed[slot] !== planes) return null;
    if (seen?.planes !== planes) {
      const n = shape.batch ?? 1;
      for (let slot = count; slot < n; slot++) feed(slot, planes);
      const features = half.once({ dims: [n, INPUT_PLANES, size, size], data: faces.subarray(0, n * face) });
      features.catch(() => {
        seen = null;
      });
      seen = { planes, features };
    }
    return seen.features;
  };

  const feed = (slot: number, planes: Uint8Array): void => {
    if (fed[slot] === planes) return;
    fed[slot] = planes;
    feedPlanes(planes, size, faces, slot * face);
  };

  return {
    size,
    slots: Math.min(slots, batch),
    windows,
    feed,
    async run(count) {
      const n = shape.batch ?? count;
      const mel = { dims: [n, 1, 80, 16], data: windows.subarray(0, n * WINDOW_FLOATS) };
      const features = steady?.input === shape.video ? await featuresOf(steady, count) : null;
      const results =
        steady !== undefined && features !== null
          ? await steady.rest({ [shape.mel]: mel, ...features })
          : await network.run({
              [shape.mel]: mel,
              [shape.video]: { dims: [n, INPUT_PLANES, size, size], data: faces.subarray(0, n * face) },
            });
      const output = results[shape.output];
      if (output === undefined || output.data.length !== n * answer) {
        throw new StudioError(
          'model/unsupported',
          `The model answers ${output === undefined ? 'nothing' : `[${output.dims.join(', ')}]`} where [${n}, 3, ${size}, ${size}] is expected. Export it anew, or choose another model.`,
        );
      }
      return output.data;
    },
  };
};
