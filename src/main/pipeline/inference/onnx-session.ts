/** One ONNX network in the local runtime: loading it, feeding it, reading it. Knows no model and no provider's merits. */
import * as ort from 'onnxruntime-node';
import { StudioError } from '../../../shared/errors.ts';
import { type CutFile, readHalves } from './cut-file.ts';
import { fromHalfBits, toHalfBits } from './half-floats.ts';
import type { IsSteady, Network, NetworkSignature, TensorSignature, TensorType } from './networks.ts';
import type { LocalProvider } from './provider-order.ts';
import type { FloatTensor, IntTensor, TensorSession } from './tensor-session.ts';

type SessionOptions = { threads?: number; name?: string; provider?: LocalProvider };
/** `isSteady`: see Networks.open. */
type NetworkOptions = SessionOptions & { isSteady?: IsSteady };

const load = async (model: Uint8Array | string, options: SessionOptions): Promise<ort.InferenceSession> => {
  const settings: ort.InferenceSession.SessionOptions = {
    intraOpNumThreads: options.threads ?? 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
    executionProviders: [options.provider ?? 'cpu'],
    // DirectML works with neither memory patterns nor parallel execution.
    ...(options.provider === 'dml' ? { enableMemPattern: false } : {}),
    // Threads that wait for the next run would take the time from drawing and encoding between the runs.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  try {
    return await (typeof model === 'string'
      ? ort.InferenceSession.create(model, settings)
      : ort.InferenceSession.create(model, settings));
  } catch (error) {
    throw new StudioError(
      'model/corrupt',
      `The model ${options.name ?? ''} cannot be loaded. Reinstall the app, or import the model again.`,
      { name: options.name ?? null },
      { cause: error },
    );
  }
};

const TYPES: Readonly<Record<string, TensorType>> = {
  float32: 'float32',
  float16: 'float16',
  int64: 'int64',
};

const typeOf = (value: ort.InferenceSession.ValueMetadata): TensorType | undefined =>
  value.isTensor ? TYPES[value.type] : undefined;

const signatureOf = (metadata: readonly ort.InferenceSession.ValueMetadata[]): TensorSignature[] =>
  metadata.map(value => {
    const type = typeOf(value);
    if (!value.isTensor || type === undefined) {
      throw new StudioError(
        'model/unsupported',
        `"${value.name}" of the model is ${value.isTensor ? value.type : 'no tensor'}. Export it with float32, float16 or int64 tensors.`,
      );
    }
    return {
      name: value.name,
      type,
      dims: value.shape.map(size => (typeof size === 'number' ? size : null)),
    };
  });

/** Loads an ONNX file with what it takes and gives. Errors as createOnnxSession, and `model/unsupported` for other tensor types. */
export const createOnnxNetwork = async (file: string, options: NetworkOptions = {}): Promise<Network> => {
  const halves = options.isSteady === undefined ? null : await readHalves(file, options.isSteady);
  // What the runtime does not take in two it may take as it is.
  const halved = halves === null ? null : await openHalves(halves, options).catch(() => null);
  if (halved !== null) return halved;
  const session = await load(file, options);
  const signature: NetworkSignature = {
    inputs: signatureOf(session.inputMetadata),
    outputs: signatureOf(session.outputMetadata),
  };
  return { ...wrap(session), provider: options.provider ?? 'cpu', signature };
};

const openHalves = async ({ input, steady, lively }: CutFile, options: SessionOptions): Promise<Network> => {
  const sessions = await Promise.all([load(steady, options), load(lively, options)]);
  const [first, second] = sessions;
  const [once, rest] = sessions.map(wrap) as [TensorSession, TensorSession];
  const seams = new Set(first.outputNames);
  const others = second.inputMetadata.filter(({ name }) => !seams.has(name));
  return {
    inputNames: [input, ...others.map(({ name }) => name)],
    outputNames: second.outputNames,
    provider: options.provider ?? 'cpu',
    signature: {
      inputs: signatureOf([...first.inputMetadata, ...others]),
      outputs: signatureOf(second.outputMetadata),
    },
    steady: { input, once: tensor => once.run({ [input]: tensor }), rest: inputs => rest.run(inputs) },
    run: async ({ [input]: tensor, ...inputs }) =>
      rest.run({ ...inputs, ...(await once.run(tensor === undefined ? {} : { [input]: tensor })) }),
    async close() {
      for (const session of sessions) await session.release();
    },
  };
};

/**
 * Loads an ONNX model from bytes.
 * @throws StudioError `model/corrupt` when the runtime cannot read it.
 */
export const createOnnxSession = async (
  model: Uint8Array,
  options: SessionOptions = {},
): Promise<TensorSession> => wrap(await load(model, options));

const feed = (name: string, tensor: FloatTensor | IntTensor, type: TensorType | undefined): ort.Tensor => {
  if (tensor.data instanceof BigInt64Array) return new ort.Tensor('int64', tensor.data, tensor.dims);
  if (type === 'int64') {
    throw new StudioError('renderer/failed', `The model takes "${name}" as int64, not as float.`, { name });
  }
  if (type !== 'float16') return new ort.Tensor('float32', tensor.data, tensor.dims);
  const bits = toHalfBits(tensor.data);
  // The runtime's own tensor turns the bits into a Float16Array, whose length its native half reads as 0
  // (onnxruntime pull request 32323). It reads `data` by name, so the bits are put in front of it.
  return Object.create(new ort.Tensor('float16', bits, tensor.dims), { data: { value: bits } }) as ort.Tensor;
};

const read = (tensor: ort.Tensor): FloatTensor => ({
  dims: tensor.dims,
  data: tensor.type === 'float16' ? fromHalfBits(tensor.data as Uint16Array) : (tensor.data as Float32Array),
});

const wrap = (session: ort.InferenceSession): TensorSession => {
  const inputTypes = new Map(session.inputMetadata.map(value => [value.name, typeOf(value)]));
  const floats = session.outputMetadata
    .filter(value => ['float32', 'float16'].includes(typeOf(value) ?? ''))
    .map(value => value.name);
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: async inputs => {
      const feeds: Record<string, ort.Tensor> = {};
      for (const [name, tensor] of Object.entries(inputs))
        feeds[name] = feed(name, tensor, inputTypes.get(name));
      const results = await session.run(feeds, floats);
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, read(tensor)]));
    },
    close: () => session.release(),
  };
};
