/** The four networks of a MuseTalk model as functions of plain arrays; names, types and batches of the graphs end here. Knows no avatar and no time. */
import { StudioError } from '../../../../shared/errors.ts';
import type { InstalledModel, ModelRole, Provider } from '../../../../shared/model-manifest.ts';
import { shapeFault, type TensorSignature } from '../../../../shared/model-shapes.ts';
import type { Network, OpenModel } from '../../inference/networks.ts';

/** Edge of the faces the networks see, px. */
export const FACE_EDGE = 256;
/** Floats of one face, [3, 256, 256]. */
export const FACE_SIZE = 3 * FACE_EDGE * FACE_EDGE;
/** Floats of one latent picture, [4, 32, 32]. */
export const LATENT_SIZE = 4 * 32 * 32;
/** Features of a state, and the layers that have one. */
export const STATE_WIDTH = 384;
/** Whisper tiny: what enters its first layer, and what leaves each of its four. */
export const STATE_LAYERS = 5;
/** Frames of log-mel the audio network hears at once, 30 s, and states it gives for them, 50 a second. */
export const MEL_FRAMES = 3000;
/** Two mel frames a state. */
export const WINDOW_STATES = MEL_FRAMES / 2;
/** Rows of STATE_WIDTH the painter hears for a frame: 10 states of 5 layers. */
export const CONTEXT_ROWS = 10 * STATE_LAYERS;
/** Floats of one frame's context. */
export const CONTEXT_SIZE = CONTEXT_ROWS * STATE_WIDTH;

/** See above. Arrays given are not kept; arrays returned belong to the caller. */
export type MuseTalkNetworks = {
  /** Where the heavy part is computed; `cpu` as soon as one half of it is. */ provider: Provider;
  /** Where the speech is heard. */ hearingProvider: Provider;
  /** Frames one run of the painter takes; null: any number. */ rows: number | null;
  /** Tells this encoder from others in caches. */ encoderKey: string;
  /** Log-mel [80, 3000] → a reader that copies all layers of one of the 1500 states, [5, 384]. */
  hear(mel: Float32Array): Promise<(state: number, into: Float32Array) => void>;
  /** A face [3, 256, 256] −1..1, RGB → its latents [4, 32, 32] as the graph gives them. */
  encode(face: Float32Array): Promise<Float32Array>;
  /** `count` rows of latents [8, 32, 32] and contexts [50, 384] → new latents [4, 32, 32]; the arrays hold whole runs. */
  paint(latents: Float32Array, contexts: Float32Array, count: number): Promise<Float32Array>;
  /** `count` latents [4, 32, 32] as the decoder wants them → faces [3, 256, 256], −1..1 and a little beyond. */
  decode(latents: Float32Array, count: number): Promise<Float32Array>;
};

const show = (dims: readonly (number | null)[]): string => `[${dims.map(size => size ?? 'N').join(', ')}]`;

const unsupported = (role: ModelRole, found: string, expected: string): StudioError =>
  new StudioError(
    'model/unsupported',
    `The ${role} of this MuseTalk model gives ${found}; ${expected} is needed. Export it again.`,
    { role },
  );

const load = async (model: OpenModel, role: ModelRole): Promise<Network> => {
  const network = await model.network(role);
  const fault = shapeFault('musetalk', role, network.signature);
  if (fault !== null) throw new StudioError('model/unsupported', `${fault} Export it again.`, { role });
  return network;
};

const fits = (tensor: TensorSignature, dims: readonly (number | null)[]): boolean =>
  tensor.dims.length === dims.length &&
  tensor.dims.every((size, i) => size === null || dims[i] === null || size === dims[i]);

const nameOf = (tensors: readonly TensorSignature[], ...dims: (number | null)[]): TensorSignature =>
  tensors.find(tensor => fits(tensor, dims))!;

/** The first output of these dimensions; its data has `size` floats a row. */
const outputOf = (
  role: ModelRole,
  outputs: Awaited<ReturnType<Network['run']>>,
  { name }: { name: string },
  size: number,
): Float32Array => {
  const output = outputs[name];
  if (output === undefined || output.data.length < size)
    throw unsupported(role, output === undefined ? 'nothing' : show(output.dims), `${size} values`);
  return output.data;
};

/** Runs of `fixed` rows (null: one run of all) joined to `count` rows of `size` floats. */
const inRuns = async (
  count: number,
  fixed: number | null,
  size: number,
  run: (from: number, rows: number) => Promise<Float32Array>,
): Promise<Float32Array> => {
  const rows = fixed ?? count;
  if (rows === count) return run(0, rows);
  const joined = new Float32Array(count * size);
  for (let from = 0; from < count; from += rows) {
    const given = await run(from, rows);
    joined.set(given.subarray(0, Math.min(rows, count - from) * size), from * size);
  }
  return joined;
};

/** Rows `from`… of an array, filled up with what is not looked at where it ends. */
const rowsOf = (data: Float32Array, size: number, from: number, rows: number): Float32Array => {
  const part = data.subarray(from * size, (from + rows) * size);
  if (part.length === rows * size) return part;
  const filled = new Float32Array(rows * size);
  filled.set(part);
  return filled;
};

const timestepOf = (unet: Network): ((rows: number) => Parameters<Network['run']>[0]) => {
  const input = unet.signature.inputs.find(({ dims }) => dims.length < 2);
  if (input === undefined) return () => ({});
  // One number for all rows, or one a row where the graph leaves their number open.
  const dimsFor = (rows: number): number[] => (input.dims.length === 0 ? [] : [input.dims[0] ?? rows]);
  return rows => {
    const dims = dimsFor(rows);
    const length = dims[0] ?? 1;
    return {
      [input.name]:
        input.type === 'int64'
          ? { dims, data: new BigInt64Array(length) }
          : { dims, data: new Float32Array(length) },
    };
  };
};

/** The audio network's outputs by layer: one stacked [N, 1500, 5, 384] (MuseTalk's own order), or five [N, 1500, 384]. */
const listener = (network: Network): MuseTalkNetworks['hear'] => {
  const { inputs, outputs } = network.signature;
  const input = nameOf(inputs, null, 80, MEL_FRAMES);
  const stacked = nameOf(outputs, null, WINDOW_STATES, STATE_LAYERS, STATE_WIDTH);
  const single = outputs.filter(tensor => fits(tensor, [null, WINDOW_STATES, STATE_WIDTH]));
  // transformers names the last layer twice.
  const layers = single.length > STATE_LAYERS ? single.filter(o => o.name !== 'last_hidden_state') : single;
  if (stacked === undefined && layers.length !== STATE_LAYERS) {
    const found = outputs.map(({ name, dims }) => `${name} ${show(dims)}`).join(', ');
    throw unsupported('audio-encoder', found, `[N, 1500, 5, 384] or five of [N, 1500, 384]`);
  }
  return async mel => {
    const given = await network.run({ [input.name]: { dims: [1, 80, MEL_FRAMES], data: mel } });
    if (stacked !== undefined) {
      const size = STATE_LAYERS * STATE_WIDTH;
      const data = outputOf('audio-encoder', given, stacked, WINDOW_STATES * size);
      return (state, into) => into.set(data.subarray(state * size, (state + 1) * size));
    }
    const all = layers.map(layer => outputOf('audio-encoder', given, layer, WINDOW_STATES * STATE_WIDTH));
    return (state, into) => {
      for (const [layer, data] of all.entries())
        into.set(data.subarray(state * STATE_WIDTH, (state + 1) * STATE_WIDTH), layer * STATE_WIDTH);
    };
  };
};

const keyOf = ({ parts }: InstalledModel): string => {
  const part = parts.find(({ role }) => role === 'vae-encoder')!;
  return part.at === 'file' ? part.sha256 : JSON.stringify([part.url, part.model, part.version]);
};

/** Loads all four, heaviest first. @throws StudioError `model/missing`, `model/corrupt`, `model/unreachable`, `model/unsupported`. */
export const openMuseTalkNetworks = async (model: OpenModel): Promise<MuseTalkNetworks> => {
  const unet = await load(model, 'unet');
  const decoder = await load(model, 'vae-decoder');
  const encoder = await load(model, 'vae-encoder');
  const audio = await load(model, 'audio-encoder');
  const sample = nameOf(unet.signature.inputs, null, 8, 32, 32);
  const context = nameOf(unet.signature.inputs, null, 50, STATE_WIDTH);
  const painted = nameOf(unet.signature.outputs, null, 4, 32, 32);
  const timestep = timestepOf(unet);
  const latent = nameOf(decoder.signature.inputs, null, 4, 32, 32);
  const face = nameOf(decoder.signature.outputs, null, 3, FACE_EDGE, FACE_EDGE);
  const picture = nameOf(encoder.signature.inputs, null, 3, FACE_EDGE, FACE_EDGE);
  // With eight channels the graph gives mean and deviation: the mean comes first, and is what MuseTalk is trained on.
  const seen =
    nameOf(encoder.signature.outputs, null, 4, 32, 32) ?? nameOf(encoder.signature.outputs, null, 8, 32, 32);
  const encoderRows = picture.dims[0] ?? 1;
  const unetRows = sample.dims[0] ?? context.dims[0] ?? null;
  const decoderRows = latent.dims[0] ?? null;
  return {
    provider: decoder.provider === 'cpu' ? 'cpu' : unet.provider,
    hearingProvider: audio.provider,
    rows: unetRows ?? decoderRows,
    encoderKey: keyOf(model.model),
    hear: listener(audio),
    async encode(data) {
      const given = await encoder.run({
        [picture.name]: {
          dims: [encoderRows, 3, FACE_EDGE, FACE_EDGE],
          data: rowsOf(data, FACE_SIZE, 0, encoderRows),
        },
      });
      return outputOf('vae-encoder', given, seen, LATENT_SIZE).slice(0, LATENT_SIZE);
    },
    paint: (latents, contexts, count) =>
      inRuns(count, unetRows, LATENT_SIZE, async (from, rows) => {
        const given = await unet.run({
          ...timestep(rows),
          [sample.name]: { dims: [rows, 8, 32, 32], data: rowsOf(latents, 2 * LATENT_SIZE, from, rows) },
          [context.name]: {
            dims: [rows, CONTEXT_ROWS, STATE_WIDTH],
            data: rowsOf(contexts, CONTEXT_SIZE, from, rows),
          },
        });
        return outputOf('unet', given, painted, rows * LATENT_SIZE);
      }),
    decode: (latents, count) =>
      inRuns(count, decoderRows, FACE_SIZE, async (from, rows) => {
        const given = await decoder.run({
          [latent.name]: { dims: [rows, 4, 32, 32], data: rowsOf(latents, LATENT_SIZE, from, rows) },
        });
        return outputOf('vae-decoder', given, face, rows * FACE_SIZE);
      }),
  };
};
