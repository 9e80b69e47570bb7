/** Reads the mouth metadata of a moving avatar's frames, in OpenTalking's form. Knows no pictures. */
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { MouthAnimation, NormalisedBox } from '../../../shared/mouth-metadata.ts';

/** What a file says of one frame. Unknown keys are kept. */
export const FrameEntry = z.looseObject({
  animation: MouthAnimation.nullish(),
  face_box: NormalisedBox.nullish(),
  model_crop: NormalisedBox.nullish(),
  model_crop_source: z.string().nullish(),
  source_frame_hash: z.string().nullish(),
  mouth_polygon_source: z.string().nullish(),
});
/** Parsed FrameEntry. */
export type FrameEntry = z.infer<typeof FrameEntry>;

/** The whole file. */
export const FramesMetadata = z.looseObject({
  frames: z.record(z.string().max(255), FrameEntry),
  missing_frames: z.array(z.string()).optional(),
});

/** 1,000 frames with both lips take some 3 MB. */
const MAX_METADATA_BYTES = 16 * 1024 * 1024;

const bad = (why: string, cause?: unknown): StudioError =>
  new StudioError(
    'avatar/bad-metadata',
    `The mouth metadata of the avatar's frames cannot be used: ${why}. Prepare the avatar again, or leave the metadata out.`,
    {},
    { cause },
  );

/** What is known of each frame, by its file's name; empty for `file` null. @throws StudioError `avatar/bad-metadata`. */
export const readFrameMetadata = async (file: string | null): Promise<ReadonlyMap<string, FrameEntry>> => {
  if (file === null) return new Map();
  const facts = await stat(file).catch(() => null);
  if (facts === null || !facts.isFile()) throw bad('its file is not there');
  if (facts.size > MAX_METADATA_BYTES) throw bad('its file is larger than 16 MB');
  try {
    const parsed = FramesMetadata.parse(JSON.parse(await readFile(file, 'utf8')));
    return new Map(Object.entries(parsed.frames));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    throw bad(issue === undefined ? 'it is not JSON' : `"${issue.path.join('.')}" is wrong`, error);
  }
};

/** Files remembered. */
const REMEMBERED = 32;

/** Metadata that was read, and what tells one state of its file from another (empty without a file). */
export type ReadMetadata = { entries: ReadonlyMap<string, FrameEntry>; version: string };

/** Reads metadata files; one that was not touched since is not parsed again. */
export class MetadataReader {
  readonly #known = new Map<string, ReadMetadata>();

  /** As readFrameMetadata. */
  async read(file: string | null): Promise<ReadMetadata> {
    const facts = file === null ? null : await stat(file).catch(() => null);
    if (file === null || facts === null) return { entries: await readFrameMetadata(file), version: '' };
    const version = `${file} ${facts.ino} ${facts.size} ${facts.mtimeMs}`;
    const known = this.#known.get(version);
    if (known !== undefined) return known;
    const read = { entries: await readFrameMetadata(file), version };
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(version, read);
    return read;
  }
}

/** Checks a prepared frame: its file must be the one the metadata was made for. `number` counts from 1. @throws StudioError `avatar/bad-metadata`. */
export const checkFrameHash = (entry: FrameEntry | undefined, sha256: string, number: number): void => {
  const given = entry?.source_frame_hash;
  if (given === undefined || given === null)
    throw bad(`frame ${number} is said to be prepared, but no hash of its file is given`);
  if (given.toLowerCase() !== sha256) throw bad(`frame ${number} is not the picture it was made for`);
};
