/** Local ONNX inference on the CPU. The only importer of onnxruntime-node. Knows no model. */
import * as ort from 'onnxruntime-node';
import { StudioError } from '../../../shared/errors.ts';
import type { FloatTensor, TensorSession } from './tensor-session.ts';

/**
 * Loads an ONNX model from bytes. Float32 inputs and outputs only.
 * @throws StudioError `model/corrupt` when the runtime cannot read it.
 */
export const createOnnxSession = async (
  model: Uint8Array,
  options: { threads?: number; name?: string } = {},
): Promise<TensorSession> => {
  const threads = options.threads ?? 1;
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(model, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
  } catch (error) {
    throw new StudioError(
      'model/corrupt',
      `The model ${options.name ?? ''} cannot be loaded. Reinstall the app, or import the model again.`,
      { name: options.name ?? null },
      { cause: error },
    );
  }
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
