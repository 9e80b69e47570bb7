/** What the page may ask about models: the part of the studio's table of methods that has its own trade. Same shape as STUDIO_METHODS. */
import { z } from 'zod';
import { DeviceChoice, ModelKind, ModelRole, ModelServerUrl } from './model-manifest.ts';
import { ModelBenchmark, ModelDownloadView, ModelView, ProviderReport } from './model-view.ts';

const Id = z.string().min(1).max(64);
const Role = ModelRole.nullable().default(null);
const Label = z.string().min(1).max(80).nullable().default(null);

/** name → schemas of parameters and result. */
export const MODEL_METHODS = {
  'models.list': {
    params: z.object({}),
    result: z.object({ models: z.array(ModelView), downloads: z.array(ModelDownloadView) }),
  },
  /**
   * Files that were sent to POST /studio/model-files (`upload`: their ids; data files too), or paths on the server's machine; `role`
   * null: told by the shapes.
   */
  'models.import': {
    params: z.object({
      files: z
        .array(
          z.union([
            z.object({ path: z.string().min(1).max(4096), role: Role }),
            z.object({ upload: Id, role: Role }),
          ]),
        )
        .min(1)
        .max(16),
      kind: ModelKind.nullable().default(null),
      id: Id.nullable().default(null),
      label: Label,
      licence: z.string().max(40_000).nullable().default(null),
    }),
    result: ModelView,
  },
  /**
   * Starts a download. The first call for a licence fails with `model/licence-needed`; its details carry the text (`licence`) and
   * its key (`licenceKey`), which `accept` brings back.
   */
  'models.add': {
    params: z.object({
      url: z.string().min(1).max(2_000),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable()
        .default(null),
      kind: ModelKind.nullable().default(null),
      id: Id.nullable().default(null),
      label: Label,
      accept: z.string().max(64).nullable().default(null),
    }),
    result: ModelDownloadView,
  },
  'models.cancel': { params: z.object({ id: Id }), result: ModelDownloadView },
  /** Throws a download away with what has come of it. */
  'models.discard': { params: z.object({ id: Id }), result: z.object({}) },
  /** Uses models of a KServe v2 server as one of ours. */
  'models.connect': {
    params: z.object({
      url: ModelServerUrl,
      also: z.array(ModelServerUrl).max(16).default([]),
      kind: ModelKind,
      id: Id.nullable().default(null),
      label: Label,
      models: z
        .array(
          z.object({
            role: ModelRole,
            model: z.string().min(1).max(200),
            version: z.string().min(1).max(40).nullable().default(null),
          }),
        )
        .min(1)
        .max(8),
    }),
    result: ModelView,
  },
  'models.verify': { params: z.object({ id: Id }), result: ModelView },
  'models.remove': { params: z.object({ id: Id }), result: z.object({}) },
  /** Every provider this machine may have; each is tested once and remembered. */
  'models.selfTest': { params: z.object({}), result: z.array(ProviderReport) },
  'models.benchmark': {
    params: z.object({ id: Id, device: DeviceChoice.default('auto') }),
    result: z.array(ModelBenchmark),
  },
} as const;

/** A method's name. */
export type ModelMethod = keyof typeof MODEL_METHODS;
