/** Local ONNX inference on the CPU. The only importer of onnxruntime-node. Knows no model. */
import * as ort from 'onnxruntime-node';
import { StudioError } from '../../../shared/errors.ts';
import type { Network, TensorSignature, TensorType } from './networks.ts';
import type { FloatTensor, TensorSession } from './tensor-session.ts';

type SessionOptions = { threads?: number; name?: string };

const load = async (model: Uint8Array | string, options: SessionOptions): Promise<ort.InferenceSession> => {
  const settings: ort.InferenceSession.SessionOptions = {
    intraOpNumThreads: options.threads ?? 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
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

const signatureOf = (metadata: readonly ort.InferenceSession.ValueMetadata[]): TensorSignature[] =>
  metadata.map(value => {
    const type = value.isTensor ? TYPES[value.type] : undefined;
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
export const createOnnxNetwork = async (file: string, options: SessionOptions = {}): Promise<Network> => {
  const session = await load(file, options);
  return {
    ...wrap(session),
    provider: 'cpu',
    signature: { inputs: signatureOf(session.inputMetadata), outputs: signatureOf(session.outputMetadata) },
  };
};

/**
 * Loads an ONNX model from bytes. Float32 inputs and outputs only.
 * @throws StudioError `model/corrupt` when the runtime cannot read it.
 */
export const createOnnxSession = async (
  model: Uint8Array,
  options: SessionOptions = {},
): Promise<TensorSession> => wrap(await load(model, options));

const wrap = (session: ort.InferenceSession): TensorSession => {
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: async inputs => {
      const feeds: Record<string, ort.Tensor> = {};
      for (const [name, tensor] of Object.entries(inputs)) {
        feeds[name] = new ort.Tensor('float32', tensor.data, tensor.dims);
      }
      const results = await session.run(feeds);
      const outputs: Record<string, FloatTensor> = {};
      for (const [name, tensor] of Object.entries(results)) {
        if (!(tensor.data instanceof Float32Array)) {
          throw new StudioError(
            'renderer/failed',
            `The model gave "${name}" as ${tensor.type}, not float32.`,
          );
        }
        outputs[name] = { dims: tensor.dims, data: tensor.data };
      }
      return outputs;
    },
    close: () => session.release(),
  };
};
