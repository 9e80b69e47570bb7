/** Reads the models listed in a folder's manifest.json and checks their hash. Knows nothing of what a model does. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';

const Manifest = z.array(
  z.object({
    name: z.string(),
    file: z.string().refine(file => file === basename(file), 'must be a plain file name'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.number().int().positive(),
    source: z.string(),
    licence: z.string(),
  }),
);

const missing = (name: string, cause?: unknown): StudioError =>
  new StudioError(
    'model/missing',
    `The model "${name}" is not there. Reinstall the app to get its models back.`,
    { name },
    { cause },
  );

const corrupt = (name: string, why: string, cause?: unknown): StudioError =>
  new StudioError(
    'model/corrupt',
    `The model "${name}" is damaged (${why}). Reinstall the app to get it back.`,
    { name },
    { cause },
  );

const entryOf = async (modelsDir: string, name: string): Promise<z.infer<typeof Manifest>[number]> => {
  const listing = await readFile(join(modelsDir, 'manifest.json'), 'utf8').catch((error: unknown) => {
    throw missing(name, error);
  });
  let manifest: z.infer<typeof Manifest>;
  try {
    manifest = Manifest.parse(JSON.parse(listing));
  } catch (error) {
    throw corrupt(name, 'the manifest cannot be read', error);
  }
  const entry = manifest.find(candidate => candidate.name === name);
  if (!entry) throw missing(name);
  return entry;
};

/** What tells one version of a model from another: the SHA-256 its manifest gives. Errors as loadModel's for the manifest. */
export const modelVersion = async (modelsDir: string, name: string): Promise<string> =>
  (await entryOf(modelsDir, name)).sha256;

/** The file of a model and its hash, for who loads it by its path; nothing is read yet. Errors as loadModel's for the manifest. */
export const modelFile = async (
  modelsDir: string,
  name: string,
): Promise<{ file: string; sha256: string }> => {
  const { file, sha256 } = await entryOf(modelsDir, name);
  return { file: join(modelsDir, file), sha256 };
};

/**
 * The bytes of the model called `name` in `modelsDir/manifest.json`.
 * @throws StudioError `model/missing` when it is not listed or its file is gone, `model/corrupt` when the manifest
 * cannot be read or the file's size or SHA-256 differs from it.
 */
export const loadModel = async (modelsDir: string, name: string): Promise<Uint8Array> => {
  const entry = await entryOf(modelsDir, name);
  const bytes = await readFile(join(modelsDir, entry.file)).catch((error: unknown) => {
    throw missing(name, error);
  });
  if (bytes.length !== entry.bytes) throw corrupt(name, 'its size is wrong');
  if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256)
    throw corrupt(name, 'its hash is wrong');
  return bytes;
};
