/**
 * Reads what an ONNX file takes and gives, and which files its weights lie in, without reading the weights. Knows no model and no
 * runtime: a file of gigabytes costs some kilobytes, and a hostile one an error.
 */
import { open } from 'node:fs/promises';
import { StudioError } from '../../shared/errors.ts';
import type { NetworkSignature, TensorSignature, TensorType } from '../../shared/model-shapes.ts';
import { damaged, type ProtobufField, ProtobufFile } from './protobuf-file.ts';

/** What was read. `external`: plain names of files beside this one that hold weights. */
export type GraphFacts = { signature: NetworkSignature; external: readonly string[]; opset: number };

// Field numbers of onnx.proto3.
const MODEL = { graph: 7, opset: 8 };
const OPSET = { domain: 1, version: 2 };
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 };
const NODE = { attribute: 5 };
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11 };
const TENSOR = { name: 8, external: 13 };
const VALUE = { name: 1, type: 2 };
const TYPE = { tensor: 1 };
const TENSOR_TYPE = { elements: 1, shape: 2 };
const SHAPE = { dimension: 1 };
const DIMENSION = { value: 1 };
const ENTRY = { key: 1, value: 2 };

const ELEMENTS: Readonly<Record<number, TensorType>> = { 1: 'float32', 7: 'int64', 10: 'float16' };
const MAX_VALUES = 1_000;
const MAX_DIMS = 16;
const MAX_GRAPH_DEPTH = 8;

type Span = Extract<ProtobufField, { kind: 'span' }>;

/** One walk through one file. */
class GraphWalk {
  readonly #file: ProtobufFile;
  readonly #initialised = new Set<string>();
  readonly #external = new Set<string>();
  readonly #inputs: Span[] = [];
  readonly #outputs: Span[] = [];

  constructor(file: ProtobufFile) {
    this.#file = file;
  }

  async read(): Promise<GraphFacts> {
    let graph: Span | null = null;
    let opset = 0;
    for await (const field of this.#file.fields(0, this.#file.size)) {
      if (field.kind !== 'span') continue;
      if (field.number === MODEL.graph) graph = field;
      if (field.number === MODEL.opset) opset = Math.max(opset, await this.#opset(field));
    }
    if (graph === null) throw damaged('it has no graph');
    await this.#graph(graph, 0);
    const signature = {
      inputs: await this.#values(this.#inputs),
      outputs: await this.#values(this.#outputs),
    };
    if (signature.outputs.length === 0) throw damaged('it gives nothing');
    return { signature, external: [...this.#external].sort(), opset };
  }

  async #opset(span: Span): Promise<number> {
    let domain = '';
    let version = 0;
    for await (const field of this.#file.fields(span.start, span.end)) {
      if (field.number === OPSET.domain && field.kind === 'span') domain = await this.#file.text(field);
      if (field.number === OPSET.version && field.kind === 'number') version = Number(field.value);
    }
    return domain === '' || domain === 'ai.onnx' ? version : 0;
  }

  async #graph(span: Span, depth: number): Promise<void> {
    if (depth > MAX_GRAPH_DEPTH) throw damaged('its graphs lie too deep in one another');
    for await (const field of this.#file.fields(span.start, span.end)) {
      if (field.kind !== 'span') continue;
      if (field.number === GRAPH.initializer) await this.#tensor(field, depth === 0);
      else if (field.number === GRAPH.node) await this.#node(field, depth);
      else if (depth === 0 && field.number === GRAPH.input) this.#inputs.push(field);
      else if (depth === 0 && field.number === GRAPH.output) this.#outputs.push(field);
      if (this.#inputs.length > MAX_VALUES * 10 || this.#outputs.length > MAX_VALUES)
        throw damaged('it has too many inputs or outputs');
    }
  }

  async #node(span: Span, depth: number): Promise<void> {
    for await (const field of this.#file.fields(span.start, span.end)) {
      if (field.number !== NODE.attribute || field.kind !== 'span') continue;
      for await (const part of this.#file.fields(field.start, field.end)) {
        if (part.kind !== 'span') continue;
        if (part.number === ATTRIBUTE.tensor || part.number === ATTRIBUTE.tensors)
          await this.#tensor(part, false);
        if (part.number === ATTRIBUTE.graph || part.number === ATTRIBUTE.graphs)
          await this.#graph(part, depth + 1);
      }
    }
  }

  async #tensor(span: Span, isInitialiser: boolean): Promise<void> {
    for await (const field of this.#file.fields(span.start, span.end)) {
      if (field.kind !== 'span') continue;
      if (isInitialiser && field.number === TENSOR.name) this.#initialised.add(await this.#file.text(field));
      if (field.number !== TENSOR.external) continue;
      const entry = { key: '', value: '' };
      for await (const part of this.#file.fields(field.start, field.end)) {
        if (part.kind !== 'span') continue;
        if (part.number === ENTRY.key) entry.key = await this.#file.text(part);
        if (part.number === ENTRY.value) entry.value = await this.#file.text(part);
      }
      if (entry.key === 'location') this.#external.add(plainName(entry.value));
    }
  }

  async #values(spans: readonly Span[]): Promise<TensorSignature[]> {
    const values: TensorSignature[] = [];
    for (const span of spans) {
      let name = '';
      let type: Span | null = null;
      for await (const field of this.#file.fields(span.start, span.end)) {
        if (field.kind !== 'span') continue;
        if (field.number === VALUE.name) name = await this.#file.text(field);
        if (field.number === VALUE.type) type = field;
      }
      if (this.#initialised.has(name)) continue;
      if (values.length >= MAX_VALUES) throw damaged('it has too many inputs or outputs');
      values.push(await this.#value(name, type));
    }
    return values;
  }

  async #value(name: string, type: Span | null): Promise<TensorSignature> {
    let elements = 0;
    const dims: (number | null)[] = [];
    if (type !== null) {
      for await (const outer of this.#file.fields(type.start, type.end)) {
        if (outer.number !== TYPE.tensor || outer.kind !== 'span') continue;
        for await (const field of this.#file.fields(outer.start, outer.end)) {
          if (field.number === TENSOR_TYPE.elements && field.kind === 'number')
            elements = Number(field.value);
          if (field.number === TENSOR_TYPE.shape && field.kind === 'span') await this.#dims(field, dims);
        }
      }
    }
    const known = ELEMENTS[elements];
    if (known !== undefined) return { name, type: known, dims };
    throw new StudioError(
      'model/unsupported',
      `"${name.slice(0, 60)}" of the model is no float32, float16 or int64 tensor. Export it with one of these.`,
      { elements },
    );
  }

  async #dims(span: Span, dims: (number | null)[]): Promise<void> {
    for await (const field of this.#file.fields(span.start, span.end)) {
      if (field.number !== SHAPE.dimension || field.kind !== 'span') continue;
      let size: number | null = null;
      for await (const part of this.#file.fields(field.start, field.end)) {
        if (part.number === DIMENSION.value && part.kind === 'number') size = Number(part.value);
      }
      if (dims.length >= MAX_DIMS) throw damaged('a tensor has too many dimensions');
      // Some exporters write 0 or -1 for a free dimension.
      dims.push(size !== null && size > 0 && size < 2 ** 31 ? size : null);
    }
  }
}

const plainName = (location: string): string => {
  const name = location.replace(/^\.\//, '');
  if (name !== '' && name !== '..' && !/[/\\:\0]/.test(name)) return name;
  throw new StudioError(
    'model/unsupported',
    'The weights of this model lie in another folder. Export it with its data file beside it.',
  );
};

/** @throws StudioError `model/missing` (no such file), `model/corrupt`, `model/unsupported` (element types, weights elsewhere). */
export const readGraph = async (file: string): Promise<GraphFacts> => {
  const handle = await open(file, 'r').catch(cause => {
    throw new StudioError('model/missing', 'The model file cannot be opened. Check the path.', {}, { cause });
  });
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw damaged('it is a folder');
    return await new GraphWalk(new ProtobufFile(handle, info.size)).read();
  } finally {
    await handle.close();
  }
};
