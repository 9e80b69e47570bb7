/** Inference as the pipeline sees it: named tensors in, named float tensors out. Knows no ONNX. */

/** A dense float32 tensor. A float16 input or output of a network is one of these too: it is converted at the edge. */
export type FloatTensor = { dims: readonly number[]; data: Float32Array };

/** A dense int64 tensor. */
export type IntTensor = { dims: readonly number[]; data: BigInt64Array };

/** A loaded network. `run` does not keep its inputs; outputs belong to the caller. Outputs that are not float are left out. */
export type TensorSession = {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    inputs: Readonly<Record<string, FloatTensor | IntTensor>>,
  ): Promise<Readonly<Record<string, FloatTensor>>>;
  close(): Promise<void>;
};
