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
import type { TensorSession } from './tensor-session.ts';

export type { NetworkSignature, TensorSignature, TensorType } from '../../../shared/model-shapes.ts';

/** A loaded network. */
export type Network = TensorSession & { readonly signature: NetworkSignature; readonly provider: Provider };

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
  }): Promise<OpenModel>;
};
