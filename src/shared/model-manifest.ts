/** An installed neural model: which files or remote networks it is made of. Written by the model manager, read by the engine process. */
import { z } from 'zod';

/** What a model is for: a renderer, or restoring the faces that one drew. */
export const ModelKind = z.enum(['wav2lip', 'musetalk', 'restoration']);
/** One of the kinds. */
export type ModelKind = z.infer<typeof ModelKind>;

/** The kinds among these models that draw, each once. */
export const drawingKinds = (
  models: readonly { kind: ModelKind }[] | null | undefined,
): Exclude<ModelKind, 'restoration'>[] => [
  ...new Set((models ?? []).flatMap(({ kind }) => (kind === 'restoration' ? [] : [kind]))),
];

/** What a network does inside its model. `network`: the only one of a Wav2Lip or restoration model. */
export const ModelRole = z.enum(['network', 'unet', 'vae-encoder', 'vae-decoder', 'audio-encoder']);
/** One of the roles. */
export type ModelRole = z.infer<typeof ModelRole>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const PlainName = z.string().regex(/^(?!\.\.?$)[^/\\]+$/);

/** Address of a KServe v2 server: `http`, `https`, or host and port with `grpc` or `grpcs`. */
export const ModelServerUrl = z
  .url({ protocol: /^(http|grpc)s?$/ })
  .regex(
    /^(https?:|grpcs?:\/\/[^/?#]+\/?$)/i,
    'A model server has an address like http://host:8000 or grpc://host:8001.',
  );

/** Where a network runs: an ONNX file beside the manifest, or a model of a KServe v2 server. */
export const ModelPart = z.discriminatedUnion('at', [
  z.object({
    at: z.literal('file'),
    role: ModelRole,
    /** Plain file name in the model's own folder. */
    file: PlainName,
    sha256: Sha256,
    bytes: z.number().int().positive(),
    /** Files beside it that hold its weights; their names are written in the graph. */
    external: z.array(z.object({ file: PlainName, sha256: Sha256, bytes: z.number().int() })).optional(),
  }),
  z.object({
    at: z.literal('kserve'),
    role: ModelRole,
    url: ModelServerUrl,
    /** Other servers with the same models; requests go to each in turn. */
    also: z.array(ModelServerUrl).max(16).optional(),
    model: z.string().min(1),
    version: z.string().nullable().default(null),
  }),
]);

/** Parsed ModelPart. */
export type ModelPart = z.infer<typeof ModelPart>;

/** `model.json` in a folder of its own below the models folder; the folder's name is the id. */
export const InstalledModel = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  kind: ModelKind,
  label: z.string().min(1).max(80),
  licence: z.string(),
  source: z.string(),
  installedAt: z.iso.datetime(),
  parts: z.array(ModelPart).min(1),
});
/** Parsed InstalledModel. */
export type InstalledModel = z.infer<typeof InstalledModel>;

/** A manifest's text; null: not one of ours. */
export const parseManifest = (text: string): InstalledModel | null => {
  try {
    return InstalledModel.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

/** Where tensors are computed. `auto` takes the first of the platform's order that passes its self-test. */
export const DeviceChoice = z.enum(['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml']);
/** One of the choices. */
export type DeviceChoice = z.infer<typeof DeviceChoice>;

/** A provider that really computes. */
export type Provider = Exclude<DeviceChoice, 'auto'> | 'kserve';
