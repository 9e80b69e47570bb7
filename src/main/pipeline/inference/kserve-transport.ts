/** One server of the KServe v2 protocol, whichever transport it is reached by, and the words for what goes wrong there. Contract only. */
import { StudioError } from '../../../shared/errors.ts';
import type { NetworkSignature } from '../../../shared/model-shapes.ts';
import type { FloatTensor, IntTensor } from './tensor-session.ts';

/** A model of a server; `version` null: the server chooses. */
export type ServerModel = { model: string; version: string | null };

/** How long to wait, ms, and what ends the wait before. */
export type Patience = { limitMs: number; signal: AbortSignal };

/** What an inference came to. `again`: another server, or another try, may do better. */
export type Inferred =
  | { at: 'done'; outputs: Readonly<Record<string, FloatTensor>> }
  | { at: 'failed'; error: StudioError; again: boolean };

/** A connection that is kept. */
export type KServeTransport = {
  /** Asks what the model takes and gives. Errors: model/unreachable, model/unsupported, request/cancelled. */
  describe(model: ServerModel, patience: Patience): Promise<NetworkSignature>;
  /** Errors: request/cancelled, and renderer/failed or model/unsupported for inputs that cannot be sent. */
  infer(
    model: ServerModel,
    inputs: Readonly<Record<string, FloatTensor | IntTensor>>,
    signature: NetworkSignature,
    patience: Patience,
  ): Promise<Inferred>;
  /** Idempotent. */
  close(): void;
};

/** Answers longer than this are nobody's frames. */
export const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** Nobody of use is there; `why` follows the server's name. */
export const unreachable = (url: string, why: string, cause?: unknown): StudioError =>
  new StudioError(
    'model/unreachable',
    `The model server ${new URL(url).host} ${why}. Check its address, and that it runs.`,
    {},
    { cause },
  );

/** The server's own words; `status` as its transport names it. */
export const refusal = (url: string, status: number | string, said: string): StudioError =>
  new StudioError(
    'model/unreachable',
    `The model server ${new URL(url).host} refuses (${status}): ${said.replace(/\s+/g, ' ').trim().slice(0, 400) || 'without a word'}`,
    { status },
  );

/** Whoever asked does not wait any longer. */
export const cancelled = (): StudioError =>
  new StudioError('request/cancelled', 'The request to the model server was cancelled.');

/** A failure as it is; everything that is no failure of ours is thrown on. */
export const failed = (error: unknown, again: boolean): Inferred => {
  if (!(error instanceof StudioError) || error.code !== 'model/unreachable') throw error;
  return { at: 'failed', error, again };
};
