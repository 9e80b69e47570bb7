/** Installed models, downloads and providers as the page and the command line see them. */
import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';
import { ModelKind, ModelRole } from './model-manifest.ts';

/** A provider that really computes, or a server that does. */
export const ProviderName = z.enum(['cpu', 'cuda', 'webgpu', 'dml', 'coreml', 'kserve']);

/** An installed model. `damaged`: a file is gone or changed; `why` says which, in a sentence. */
export const ModelView = z.object({
  id: z.string(),
  kind: ModelKind,
  label: z.string(),
  licence: z.string(),
  source: z.string(),
  installedAt: z.string(),
  bytes: z.number(),
  parts: z.array(
    z.object({
      role: ModelRole,
      /** A file's name, or a server's address. */ where: z.string(),
      at: z.enum(['file', 'kserve']),
      bytes: z.number(),
    }),
  ),
  state: z.enum(['ready', 'damaged']),
  why: z.string().nullable(),
});
/** Parsed ModelView. */
export type ModelView = z.infer<typeof ModelView>;

/** A model on its way in. `waiting`: nothing comes, another try follows. */
export const ModelDownloadView = z.object({
  id: z.string(),
  url: z.string(),
  label: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  phase: z.enum(['loading', 'waiting', 'checking', 'installing']),
  bytesDone: z.number(),
  bytesTotal: z.number().nullable(),
  bytesPerSecond: z.number(),
  /** The installed model once done. */ modelId: z.string().nullable(),
  error: z.object({ code: z.enum(ERROR_CODES), message: z.string() }).nullable(),
});
/** Parsed ModelDownloadView. */
export type ModelDownloadView = z.infer<typeof ModelDownloadView>;

/** What is known of one provider on this machine: one line, and one fix (null: nothing to mend). */
export const ProviderReport = z.object({
  provider: ProviderName,
  /** `absent`: this machine or this build lacks it. `failed`: it is there and computes wrongly, or not at all. */
  state: z.enum(['works', 'absent', 'failed']),
  says: z.string(),
  fix: z.string().nullable(),
  /** Greatest difference from the processor's result in the self-test; null: it was not run. */
  difference: z.number().nullable(),
  /** One run of the self-test network, ms; null: it was not run. */ runMs: z.number().nullable(),
});
/** Parsed ProviderReport. */
export type ProviderReport = z.infer<typeof ProviderReport>;

/** What one network of a model costs here. */
export const ModelBenchmark = z.object({
  role: ModelRole,
  provider: ProviderName,
  batch: z.number(),
  /** Median of the runs, ms. */ runMs: z.number(),
  loadMs: z.number(),
});
/** Parsed ModelBenchmark. */
export type ModelBenchmark = z.infer<typeof ModelBenchmark>;

/** A network in the engine's memory. `gpuBytes` null: the runtime does not tell. */
export const ResidentNetwork = z.object({
  modelId: z.string(),
  role: ModelRole,
  provider: ProviderName,
  /** Size of its weights. */ bytes: z.number(),
  /** Open models that have it. */ users: z.number(),
});
/** Parsed ResidentNetwork. */
export type ResidentNetwork = z.infer<typeof ResidentNetwork>;
