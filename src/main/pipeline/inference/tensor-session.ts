/** Inference as the pipeline sees it: named float tensors in, named float tensors out. Knows no ONNX. */

/** A dense float32 tensor. */
export type FloatTensor = { dims: readonly number[]; data: Float32Array };

/** A loaded network. `run` does not keep its inputs; outputs belong to the caller. */
export type TensorSession = {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Readonly<Record<string, FloatTensor>>): Promise<Readonly<Record<string, FloatTensor>>>;
  close(): Promise<void>;
};
