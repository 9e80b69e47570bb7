/**
 * The messages of the KServe v2 protocol's gRPC service, as far as they are used here, in the form the loader takes. Knows no
 * connection. Facts (names and field numbers): the Open Inference Protocol's `open_inference_grpc.proto`
 * (github.com/kserve/open-inference-protocol, Apache-2.0). What is left out
 * (parameters, lists of other types, other calls) is neither sent nor read: fields that are not known are skipped.
 */

import type { fromJSON } from '@grpc/proto-loader';

type Field = { type: string; id: number; rule?: 'repeated' };

const one = (type: string, id: number): Field => ({ type, id });
const many = (type: string, id: number): Field => ({ type, id, rule: 'repeated' });

const call = (name: string) => ({
  requestType: `${name}Request`,
  responseType: `${name}Response`,
  comment: '',
});

/** A model's name and version; an empty version leaves the choice to the server. */
const NAMED = { fields: { name: one('string', 1), version: one('string', 2) } };

const READY = { fields: { ready: one('bool', 1) } };

const TENSOR = { name: one('string', 1), datatype: one('string', 2), shape: many('int64', 3) };

/** A tensor of a request or a response; `contents` only where the values do not come as raw bytes. */
const VALUED = { fields: { ...TENSOR, contents: one('InferTensorContents', 5) } };

/** The package `inference`. */
export const KSERVE_PROTO: Parameters<typeof fromJSON>[0] = {
  nested: {
    inference: {
      nested: {
        GRPCInferenceService: {
          methods: {
            ServerReady: call('ServerReady'),
            ModelReady: call('ModelReady'),
            ModelMetadata: call('ModelMetadata'),
            ModelInfer: call('ModelInfer'),
          },
        },
        ServerReadyRequest: { fields: {} },
        ServerReadyResponse: READY,
        ModelReadyRequest: NAMED,
        ModelReadyResponse: READY,
        ModelMetadataRequest: NAMED,
        ModelMetadataResponse: {
          fields: {
            name: one('string', 1),
            inputs: many('TensorMetadata', 4),
            outputs: many('TensorMetadata', 5),
          },
          nested: { TensorMetadata: { fields: TENSOR } },
        },
        ModelInferRequest: {
          fields: {
            model_name: one('string', 1),
            model_version: one('string', 2),
            inputs: many('InferInputTensor', 5),
            outputs: many('InferRequestedOutputTensor', 6),
            /** One block for each input, in their order. */
            raw_input_contents: many('bytes', 7),
          },
          nested: {
            InferInputTensor: VALUED,
            InferRequestedOutputTensor: { fields: { name: one('string', 1) } },
          },
        },
        ModelInferResponse: {
          fields: {
            model_name: one('string', 1),
            model_version: one('string', 2),
            outputs: many('InferOutputTensor', 5),
            /** One block for each output, in their order; empty where the outputs hold lists. */
            raw_output_contents: many('bytes', 6),
          },
          nested: { InferOutputTensor: VALUED },
        },
        InferTensorContents: { fields: { fp32_contents: many('float', 6) } },
      },
    },
  },
};
