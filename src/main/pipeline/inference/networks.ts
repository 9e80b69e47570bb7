/** The door to installed neural models, wherever their tensors are computed. Contract only. */
import type {
  DeviceChoice,
  InstalledModel,
  ModelKind,
  ModelRole,
  Provider,
} from '../../../shared/model-manifest.ts';
import type { NetworkSignature } from '../../../shared/model-shapes.ts';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { FloatTensor, TensorSession } from './tensor-session.ts';

export type { NetworkSignature, TensorSignature, TensorType } from '../../../shared/model-shapes.ts';

/** Named tensors. */
export type Tensors = Readonly<Record<string, FloatTensor>>;

/** The half of a network that depends on one input alone. `rest` takes the other inputs and what `once` gave, whose batch may be 1 for all. */
export type SteadyHalf = {
  readonly input: string;
  once(input: FloatTensor): Promise<Tensors>;
  rest(inputs: Tensors): Promise<Tensors>;
};

/** A loaded network. */
export type Network = TensorSession & {
  readonly signature: NetworkSignature;
  readonly provider: Provider;
  /** Present where it was asked for and the network is built so that it can be cut. */
  readonly steady?: SteadyHalf;
};

/** Tells by its sizes the input that seldom changes. */
export type IsSteady = (dims: readonly (number | null)[]) => boolean;

/** An installed model whose networks are loaded when asked for, once each. Closing it gives the networks up when nobody else has them. */
export type OpenModel = AsyncCloseable & {
  readonly model: InstalledModel;
  /** Errors: model/missing (no such part), model/corrupt, model/unreachable. */
  network(role: ModelRole): Promise<Network>;
  /** True when the model has such a part. */ has(role: ModelRole): boolean;
  /** Whole sentences about fallbacks taken so far. */ readonly notes: readonly string[];
};

/** Every model of this installation. */
export type Networks = AsyncCloseable & {
  list(): Promise<readonly InstalledModel[]>;
  /** The model `id`, or the first one of its kind. Errors: model/missing with what to do, model/corrupt. */
  open(ask: {
    kind: ModelKind;
    id: string | null;
    device: DeviceChoice;
    threads?: number;
    /** What depends on this input alone is to be computed apart, where that can be done. */ isSteady?: IsSteady;
  }): Promise<OpenModel>;
};
