/** Does a network compute the same elsewhere as on the processor? Makes the inputs, compares the outputs. Knows no runtime. */
import type { NetworkSignature, TensorSignature } from '../../../shared/model-shapes.ts';
import type { FloatTensor, IntTensor, TensorSession } from './tensor-session.ts';

/** Inputs by name. */
export type Inputs = Readonly<Record<string, FloatTensor | IntTensor>>;
type Outputs = Readonly<Record<string, FloatTensor>>;

/**
 * Greatest difference allowed, as a part of the greatest value of the same output: graphics cards round float32 products to 10 to
 * 23 bits as they like, and add in another order, so 1 % over a whole network; float16 has 10 bits everywhere, so 3 %. A wrong
 * kernel is off by tens of percent.
 */
export const TOLERANCE = { float32: 0.01, float16: 0.03 } as const;

/** The tolerance of a network. */
export const toleranceOf = ({ inputs, outputs }: NetworkSignature): number =>
  [...inputs, ...outputs].some(tensor => tensor.type === 'float16') ? TOLERANCE.float16 : TOLERANCE.float32;

// Mulberry32: the same numbers in every run.
const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const shapeOf = ({ dims }: TensorSignature): number[] => dims.map(size => size ?? 1);

/** One input set from the same seed each time: values of -1..1, integers 0, free dimensions 1. */
export const seededInputs = (signature: NetworkSignature): Inputs => {
  const next = random(1);
  return Object.fromEntries(
    signature.inputs.map(tensor => {
      const dims = shapeOf(tensor);
      const count = dims.reduce((product, size) => product * size, 1);
      if (tensor.type === 'int64') return [tensor.name, { dims, data: new BigInt64Array(count) }];
      return [tensor.name, { dims, data: Float32Array.from({ length: count }, () => next() * 2 - 1) }];
    }),
  );
};

/** The greatest difference, as a part of the greatest value of the same output; infinite when anything is missing or not a number. */
export const greatestDifference = (reference: Outputs, given: Outputs): number => {
  let worst = 0;
  for (const [name, { data }] of Object.entries(reference)) {
    const other = given[name]?.data;
    if (other === undefined || other.length !== data.length) return Number.POSITIVE_INFINITY;
    let scale = 1e-6;
    let difference = 0;
    for (let i = 0; i < data.length; i++) {
      scale = Math.max(scale, Math.abs(data[i]!));
      const apart = Math.abs(data[i]! - other[i]!);
      if (!(apart <= difference)) difference = apart;
    }
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    worst = Math.max(worst, difference / scale);
  }
  return worst;
};

/** A run that takes longer is not repeated: the engine process answers nobody while it runs. */
const LONG_MS = 1_000;

/** The outputs, and the time of the quickest of the runs after the first (which compiles and fills caches), ms; of the first where it is long. */
export const timedRun = async (
  session: Pick<TensorSession, 'run'>,
  inputs: Inputs,
  runs = 3,
): Promise<{ outputs: Outputs; runMs: number }> => {
  const began = performance.now();
  const outputs = await session.run(inputs);
  const firstMs = performance.now() - began;
  if (firstMs > LONG_MS) return { outputs, runMs: firstMs };
  let runMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const before = performance.now();
    await session.run(inputs);
    runMs = Math.min(runMs, performance.now() - before);
  }
  return { outputs, runMs };
};
