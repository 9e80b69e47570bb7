/** What the networks of each kind of model take and give, and how a network is told by that. Knows no file and no runtime. */
import type { ModelKind, ModelRole } from './model-manifest.ts';

/** Element types our networks may take and give; the data is a Float32Array on our side except for `int64`, a BigInt64Array. */
export type TensorType = 'float32' | 'float16' | 'int64';

/** One input or output: free dimensions are null. */
export type TensorSignature = { name: string; type: TensorType; dims: readonly (number | null)[] };

/** What a network takes and gives, read from its graph or its server. */
export type NetworkSignature = { inputs: readonly TensorSignature[]; outputs: readonly TensorSignature[] };

/** A size that must be so, or one of these, or (null) any. */
type Size = number | readonly number[] | null;
type Shape = { what: string; dims: readonly Size[] };

/** `also`: inputs that may be there. `outputs`: one of them must be; extra outputs do no harm. */
type Expected = { inputs: readonly Shape[]; also: readonly Shape[]; outputs: readonly Shape[] };

const FACE_SIZES = [96, 192, 256, 288, 384, 512];
const face = (channels: number): Size[] => [null, channels, FACE_SIZES, FACE_SIZES];

// Facts: the Wav2Lip and MuseTalk repositories; sizes as their public ONNX exports have them.
const EXPECTED: Readonly<Record<ModelKind, Partial<Record<ModelRole, Expected>>>> = {
  wav2lip: {
    network: {
      inputs: [
        { what: 'mel windows', dims: [null, 1, 80, 16] },
        { what: 'faces of a fixed, square size', dims: face(6) },
      ],
      also: [],
      outputs: [{ what: 'faces', dims: face(3) }],
    },
  },
  restoration: {
    network: {
      inputs: [{ what: 'a face of a fixed, square size', dims: face(3) }],
      also: [],
      outputs: [{ what: 'a face', dims: face(3) }],
    },
  },
  musetalk: {
    unet: {
      inputs: [
        { what: 'latents', dims: [null, 8, 32, 32] },
        { what: 'audio features', dims: [null, 50, 384] },
      ],
      also: [
        { what: 'timestep', dims: [null] },
        { what: 'timestep', dims: [] },
      ],
      outputs: [{ what: 'latents', dims: [null, 4, 32, 32] }],
    },
    'vae-encoder': {
      inputs: [{ what: 'faces', dims: [null, 3, 256, 256] }],
      also: [],
      outputs: [{ what: 'latents', dims: [null, [4, 8], 32, 32] }],
    },
    'vae-decoder': {
      inputs: [{ what: 'latents', dims: [null, 4, 32, 32] }],
      also: [],
      outputs: [{ what: 'faces', dims: [null, 3, 256, 256] }],
    },
    'audio-encoder': {
      inputs: [{ what: 'log-mel', dims: [null, 80, 3000] }],
      also: [],
      // All five layers of states in one, or each on its own.
      outputs: [
        { what: 'states', dims: [null, 1500, 5, 384] },
        { what: 'states', dims: [null, 1500, 384] },
      ],
    },
  },
};

/** The roles a model of this kind is made of. */
export const rolesOf = (kind: ModelKind): ModelRole[] => Object.keys(EXPECTED[kind]) as ModelRole[];

const sizeFits = (size: Size, given: number | null): boolean =>
  size === null || given === null || (typeof size === 'number' ? size === given : size.includes(given));

const fits = (shape: Shape, tensor: TensorSignature): boolean =>
  shape.dims.length === tensor.dims.length &&
  shape.dims.every((size, i) => sizeFits(size, tensor.dims[i] ?? null));

// Where there is a choice of sizes, the graph must have chosen: nothing else says how large its faces are.
const takes = (tensor: TensorSignature, shape: Shape): boolean =>
  fits(shape, tensor) &&
  shape.dims.every((size, i) => typeof size !== 'object' || size === null || tensor.dims[i] !== null);

const show = (dims: readonly Size[]): string =>
  `[${dims.map(size => (size === null ? 'N' : typeof size === 'number' ? size : size.join('|'))).join(', ')}]`;

const showAll = (tensors: readonly TensorSignature[]): string =>
  tensors
    .slice(0, 8)
    .map(tensor => `${tensor.name.slice(0, 60)} ${show(tensor.dims)}`)
    .join(', ') || 'nothing';

/** null: the network can play the role; else one sentence that says what it should have been. */
export const shapeFault = (
  kind: ModelKind,
  role: ModelRole,
  { inputs, outputs }: NetworkSignature,
): string | null => {
  const expected = EXPECTED[kind][role];
  if (expected === undefined) return `A ${kind} model has no part "${role}".`;
  const missing = expected.inputs.find(shape => !inputs.some(tensor => takes(tensor, shape)));
  if (missing !== undefined)
    return `The ${role} of ${kind} takes ${missing.what} ${show(missing.dims)}; this one takes ${showAll(inputs)}.`;
  const known = [...expected.inputs, ...expected.also];
  const extra = inputs.find(tensor => !known.some(shape => fits(shape, tensor)));
  if (extra !== undefined)
    return `The ${role} of ${kind} has no input like "${extra.name.slice(0, 60)}" ${show(extra.dims)}.`;
  if (outputs.some(tensor => expected.outputs.some(shape => fits(shape, tensor)))) return null;
  const wanted = expected.outputs.map(({ what, dims }) => `${what} ${show(dims)}`).join(' or ');
  return `The ${role} of ${kind} gives ${wanted}; this one gives ${showAll(outputs)}.`;
};

/** Every part a network could be, told by its shapes alone. */
export const possibleRoles = (signature: NetworkSignature): { kind: ModelKind; role: ModelRole }[] =>
  (Object.keys(EXPECTED) as ModelKind[]).flatMap(kind =>
    rolesOf(kind)
      .filter(role => shapeFault(kind, role, signature) === null)
      .map(role => ({ kind, role })),
  );
