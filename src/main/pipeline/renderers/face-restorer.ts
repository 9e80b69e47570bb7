/** Lets a face restoration network of the user's look over a drawn face before it is blended (`easy_enhanced`). Knows no mouth and no mask. */

import { StudioError } from '../../../shared/errors.ts';
import type { DeviceChoice } from '../../../shared/model-manifest.ts';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { Network, Networks } from '../inference/networks.ts';
import { interleavedGrid, type PixelGrid, planarGrid, Resampler } from '../patch/resampler.ts';

/** Values of a picture as the network wants them, −1..1: `value · scale + offset`. */
export type ValueRange = { scale: number; offset: number };

/** Bytes 0..255. */
export const BYTES: ValueRange = { scale: 1 / 127.5, offset: -1 };

/** One for a session. */
export type FaceRestorer = AsyncCloseable & {
  readonly notes: readonly string[];
  /** Changes the red, green and blue of `face`, `width`×`height`, in place. Errors: renderer/failed. */
  restore(face: PixelGrid, width: number, height: number, range: ValueRange): Promise<void>;
};

/** What is said where the mode is asked for and no such network is installed. */
export const NO_RESTORER =
  'easy_enhanced needs a face restoration model, which is not installed: easy_improved is used. Import one: mouthpiece models import FILE --kind restoration.';
const SLOW = 'The face restoration model runs on the processor here, which is too slow to talk live.';

const SIZES_KEPT = 8;

type Tools = { up: Resampler; down: Resampler; change: Float32Array };

/** Only what the network changes is taken over, so that its resizing costs no sharpness, and one that changes nothing changes nothing. */
const createRestorer = (network: Network, close: () => Promise<void>): FaceRestorer => {
  const input = network.signature.inputs[0]!;
  const edge = input.dims[2]!;
  const square = { width: edge, height: edge };
  const seen = new Float32Array(3 * edge * edge);
  const tools = new Map<string, Tools>();

  const toolsOf = (width: number, height: number): Tools => {
    const key = `${width} ${height}`;
    let made = tools.get(key);
    if (made === undefined) {
      if (tools.size >= SIZES_KEPT) tools.delete(tools.keys().next().value!);
      made = {
        up: new Resampler({ width, height }, square, 'area'),
        down: new Resampler(square, { width, height }, 'area'),
        change: new Float32Array(width * height * 3),
      };
      tools.set(key, made);
    }
    return made;
  };

  return {
    notes: network.provider === 'cpu' ? [SLOW] : [],
    async restore(face, width, height, { scale, offset }) {
      const { up, down, change } = toolsOf(width, height);
      up.run(face, planarGrid(seen, square), scale, offset);
      const results = await network.run({ [input.name]: { dims: [1, 3, edge, edge], data: seen } });
      const answer = Object.values(results).find(({ data }) => data.length === seen.length)?.data;
      if (answer === undefined)
        throw new StudioError(
          'renderer/failed',
          'The face restoration model answers no picture of its size.',
        );
      for (let i = 0; i < answer.length; i++)
        answer[i] = Math.min(1, Math.max(-1, answer[i]!)) - Math.min(1, Math.max(-1, seen[i]!));
      down.run(planarGrid(answer, square), interleavedGrid(change, width, 3), 1 / scale);
      const { data } = face;
      const isBytes = data instanceof Uint8Array;
      for (let y = 0, i = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let c = 0; c < 3; c++, i++) {
            const at = face.offset + y * face.row + x * face.pixel + c * face.channel;
            const value = data[at]! + change[i]!;
            data[at] = isBytes ? Math.min(255, Math.max(0, Math.round(value))) : value;
          }
    },
    close,
  };
};

/** Opens the first restoration model that is installed; null: none is. Errors: model/* but `model/missing`. */
export const openFaceRestorer = async (
  networks: Networks,
  device: DeviceChoice,
): Promise<FaceRestorer | null> => {
  if (!(await networks.list()).some(({ kind }) => kind === 'restoration')) return null;
  const model = await networks.open({ kind: 'restoration', id: null, device, threads: 2 });
  try {
    return createRestorer(await model.network('network'), async () => model.close());
  } catch (error) {
    await model.close();
    throw error;
  }
};

/** Opened when the mode is first drawn with, as it may change while a session runs. */
export class RestorerDoor {
  readonly #open: () => Promise<FaceRestorer | null>;
  #opened: Promise<FaceRestorer | null> | null = null;

  constructor(open: () => Promise<FaceRestorer | null>) {
    this.#open = open;
  }

  /** Null where none is installed. */
  get(): Promise<FaceRestorer | null> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  /** What the user should read where a session begins with the mode. */
  async notes(): Promise<readonly string[]> {
    return (await this.get())?.notes ?? [NO_RESTORER];
  }

  async close(): Promise<void> {
    await (await this.#opened?.catch(() => null))?.close();
  }
}
