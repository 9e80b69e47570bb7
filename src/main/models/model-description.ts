/** A model as its publisher describes it: a small JSON file that names the networks, where they lie, and the licence. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';
import { ModelKind, ModelRole } from '../../shared/model-manifest.ts';
import { downloadUrl, requestRange } from './download-request.ts';
import { UNKNOWN_LICENCE } from './licences.ts';

const Sha256 = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/)
  .transform(text => text.toLowerCase());

const DescribedFile = z.object({
  /** Absent: a data file that a network's graph names. */ role: ModelRole.nullable().default(null),
  /** Relative to the description, or whole. */ url: z.string().min(1).max(2_000),
  name: z
    .string()
    .regex(/^(?!\.)[^/\\:]{1,120}$/)
    .nullable()
    .default(null),
  sha256: Sha256.nullable().default(null),
  bytes: z.number().int().positive().nullable().default(null),
});

const Description = z.object({
  kind: ModelKind,
  label: z.string().min(1).max(80),
  licence: z.string().min(1).max(40_000),
  source: z.string().max(500).optional(),
  files: z.array(DescribedFile).min(1).max(32),
});

/** What is to be loaded, with whole addresses. */
export type WantedModel = {
  kind: ModelKind | null;
  label: string;
  licence: string;
  source: string;
  files: readonly {
    role: ModelRole | null;
    url: string;
    name: string;
    sha256: string | null;
    bytes: number | null;
  }[];
};

const MAX_BYTES = 256 * 1024;
const PATIENCE_MS = 10_000;

const nameOf = (url: URL): string => {
  const last = url.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last).replace(/[/\\:\0]/g, '_') || 'model.onnx';
  } catch {
    return last;
  }
};

const silent = (cause: unknown): StudioError =>
  cause instanceof StudioError
    ? cause
    : new StudioError(
        'model/download-failed',
        'The server does not answer. Check the address.',
        {},
        { cause },
      );

const readText = async (url: string): Promise<string> => {
  const answer = await requestRange(
    url,
    { bytes: 0, total: null, validator: null },
    AbortSignal.timeout(PATIENCE_MS),
  ).catch((cause: unknown) => {
    throw silent(cause);
  });
  if (answer.kind !== 'body')
    throw new StudioError('model/download-failed', 'The server gives no file here. Check the address.');
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of answer.body) {
      bytes += piece.length;
      if (bytes > MAX_BYTES)
        throw new StudioError(
          'model/unsupported',
          'The description of the model is too long. Check the address.',
        );
      pieces.push(piece);
    }
  } catch (cause) {
    throw silent(cause);
  }
  return new TextDecoder().decode(Buffer.concat(pieces));
};

/**
 * Reads the description at a `.json` address; any other address is one ONNX file.
 * Errors: request/invalid, model/download-failed, model/unsupported.
 */
export const wantedModel = async (
  address: string,
  given: { kind: ModelKind | null; label: string | null; sha256: string | null },
): Promise<WantedModel> => {
  const url = downloadUrl(address);
  if (!url.pathname.endsWith('.json')) {
    const name = nameOf(url);
    return {
      kind: given.kind,
      label: given.label ?? name.replace(/\.onnx$/i, ''),
      licence: UNKNOWN_LICENCE,
      source: url.href,
      files: [{ role: null, url: url.href, name, sha256: given.sha256, bytes: null }],
    };
  }
  const text = await readText(url.href);
  if (given.sha256 !== null && given.sha256 !== createHash('sha256').update(text).digest('hex'))
    throw new StudioError(
      'model/hash-mismatch',
      'The description is not the one that was named. Check the address.',
    );
  const parsed = Description.safeParse(parseJson(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StudioError(
      'model/unsupported',
      `The description of the model is not valid: ${issue?.path.join('.') || 'file'}: ${issue?.message ?? ''}.`,
    );
  }
  const { kind, label, licence, source, files } = parsed.data;
  return {
    kind,
    label: given.label ?? label,
    licence,
    source: source ?? url.href,
    files: files.map(file => {
      if (!URL.canParse(file.url, url.href))
        throw new StudioError('model/unsupported', 'A file of the model has no address.');
      const whole = downloadUrl(new URL(file.url, url).href);
      return { ...file, url: whole.href, name: file.name ?? nameOf(whole) };
    }),
  };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
