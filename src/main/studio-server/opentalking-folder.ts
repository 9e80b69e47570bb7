/** Avatar folders in OpenTalking's form: what one holds, and how a still is written as one. Decodes no picture. */
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FrameFolder } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import { MouthMetadata } from '../../shared/mouth-metadata.ts';
import { readSettled, type Settled } from './settled-manifest.ts';

const Manifest = z.looseObject({
  id: z.string().min(1).max(200),
  name: z.string().max(200).nullish(),
  fps: z.number().min(1).max(60).default(25),
  metadata: z
    .looseObject({
      reference_mode: z.string().nullish(),
      frame_dir: z.string().nullish(),
      frame_metadata: z.string().nullish(),
      preprocessed: z.boolean().nullish(),
      source_image_hash: z.string().nullish(),
    })
    .default({}),
});

/** What a folder holds. `frames` null: a still. */
export type OpenTalkingFolder = {
  name: string;
  /** What a user of the studio had settled. */ settled: Partial<Settled>;
  /** Path of the reference picture; null for frames without one. */ reference: string | null;
  /** The still's own metadata, when it was made for this very picture. */ mouth: MouthMetadata | null;
  /** The same when it was made for another picture, with the hash of that. */ otherMouth: MouthMetadata | null;
  frames: FrameFolder | null;
};

const REFERENCES = ['reference.png', 'reference.jpg', 'reference.jpeg', 'reference.webp'] as const;

const unusable = (why: string, cause?: unknown): StudioError =>
  new StudioError(
    'avatar/unreadable',
    `This folder is no avatar that can be imported: ${why}. It needs a manifest.json and a reference picture or frames.`,
    {},
    { cause },
  );

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** A path named by the manifest; it must stay in the folder, also behind links. */
const inside = async (dir: string, name: string): Promise<string> => {
  const [root, target] = await Promise.all([realpath(dir), realpath(path.resolve(dir, name))]).catch(
    error => {
      throw unusable('something its manifest names is not there', error);
    },
  );
  if (target !== root && !target.startsWith(root + path.sep))
    throw unusable('its manifest names something outside the folder');
  return target;
};

const mouthFor = async (metadata: unknown, hash: string | null | undefined, reference: string) => {
  const parsed = MouthMetadata.safeParse(metadata);
  if (!parsed.success) return { mouth: null, otherMouth: null };
  const actual = createHash('sha256')
    .update(await readFile(reference))
    .digest('hex');
  if (hash === null || hash === undefined || hash === actual) return { mouth: parsed.data, otherMouth: null };
  return { mouth: null, otherMouth: { ...parsed.data, source_image_hash: hash } };
};

/** Reads a folder's manifest. @throws StudioError `avatar/unreadable`. */
export const readOpenTalkingFolder = async (dir: string): Promise<OpenTalkingFolder> => {
  const text = await readFile(path.join(dir, 'manifest.json'), 'utf8').catch(error => {
    throw unusable('it has no manifest.json', error);
  });
  let manifest: z.infer<typeof Manifest>;
  try {
    manifest = Manifest.parse(JSON.parse(text));
  } catch (error) {
    throw unusable('its manifest.json is damaged', error);
  }
  const { metadata, fps } = manifest;
  const name = (manifest.name?.trim() || manifest.id).slice(0, 80);
  const settled = readSettled(metadata);
  const found = await Promise.all(REFERENCES.map(file => exists(path.join(dir, file))));
  const file = REFERENCES.find((_, i) => found[i]);
  const reference = file === undefined ? null : await inside(dir, file);
  if (metadata.reference_mode === 'frames') {
    const frameDir = await inside(dir, metadata.frame_dir ?? 'frames');
    const named = metadata.frame_metadata ?? path.join(metadata.frame_dir ?? 'frames', 'mouth_metadata.json');
    const metadataPath = (await exists(path.resolve(dir, named))) ? await inside(dir, named) : null;
    const preprocessed = metadata.preprocessed === true && metadataPath !== null;
    return {
      name,
      settled,
      reference,
      mouth: null,
      otherMouth: null,
      frames: { dir: frameDir, metadataPath, fps, preprocessed },
    };
  }
  if (reference === null) throw unusable('it has no reference picture');
  const mouths = await mouthFor(metadata, metadata.source_image_hash, reference);
  return { name, settled, reference, ...mouths, frames: null };
};

/** A still to be written. `preview` is a PNG. */
export type StillFolder = {
  id: string;
  name: string;
  width: number;
  height: number;
  mouth: MouthMetadata | null;
  reference: { format: 'png' | 'jpeg'; bytes: Uint8Array };
  preview: Uint8Array;
};

/** Writes a still as a folder, which must not exist. @throws StudioError `store/failed`. */
export const writeStillFolder = async (dir: string, still: StillFolder): Promise<void> => {
  const { id, name, width, height, mouth, reference, preview } = still;
  const referenceName = reference.format === 'png' ? 'reference.png' : 'reference.jpg';
  const { animation, face_box, model_crop, model_crop_source } = mouth ?? {};
  const manifest = {
    id,
    name,
    model_type: 'wav2lip',
    fps: 25,
    sample_rate: 16_000,
    width,
    height,
    version: '1.0',
    metadata: {
      reference_mode: 'image',
      source_image: referenceName,
      source_image_hash: createHash('sha256').update(reference.bytes).digest('hex'),
      idle_mode: 'static',
      mouth_polygon_source: mouth?.mouth_polygon_source ?? (animation ? 'mediapipe' : 'unavailable'),
      ...(animation ? { animation } : {}),
      ...(face_box ? { face_box } : {}),
      ...(model_crop ? { model_crop } : {}),
      ...(model_crop_source ? { model_crop_source } : {}),
    },
  };
  let made = false;
  try {
    await mkdir(dir);
    made = true;
    await Promise.all([
      writeFile(path.join(dir, referenceName), reference.bytes),
      writeFile(path.join(dir, 'preview.png'), preview),
      writeFile(path.join(dir, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`),
    ]);
  } catch (cause) {
    if (made) await rm(dir, { recursive: true, force: true });
    throw new StudioError(
      'store/failed',
      'The folder could not be written. Choose one that does not exist yet, where writing is allowed.',
      {},
      { cause },
    );
  }
};
