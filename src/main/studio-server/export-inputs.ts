/** The files an export needs, kept beside it until it ends: `<data>/export-jobs/<id>/`. An avatar or a session may be gone meanwhile. Knows no queue. */
import { access, copyFile, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AvatarInput, Background, FrameFolder } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import { JOB_FILES, type KeptJob } from './kept-job.ts';

/** What is to be kept. `sound` makes the sound file at a path; null: the speech is a text. */
export type InputFiles = {
  avatar: AvatarInput;
  background: Background;
  sound: { ending: string; make(to: string): Promise<void> } | null;
};

/** What was kept beside the bytes. */
export type KeptInputs = { metadata: string | null; sound: string | null };

// A link costs nothing and outlives the deleting of the other name; where the disk knows none, the bytes are copied.
const linkOrCopy = (from: string, to: string): Promise<void> =>
  link(from, to).catch(() => copyFile(from, to));

const gone = (what: string, cause: unknown): StudioError =>
  new StudioError(
    'export/input-gone',
    `The ${what} of this export is not in the data folder any more. Ask for the export anew.`,
    {},
    { cause },
  );

/** One data folder's. */
export class ExportInputs {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'export-jobs');
  }

  /** Keeps all of it, or nothing. Errors: those of `sound.make`, store/failed. */
  async keep(id: string, { avatar, background, sound }: InputFiles): Promise<KeptInputs> {
    const folder = this.#of(id);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, JOB_FILES.picture), avatar.picture);
      if (background.kind === 'image')
        await writeFile(path.join(folder, JOB_FILES.background), background.picture);
      const metadata = avatar.frames === undefined ? null : await keepFrames(avatar.frames, folder);
      if (sound === null) return { metadata, sound: null };
      const name = `speech${sound.ending}`;
      await sound.make(path.join(folder, name));
      return { metadata, sound: name };
    } catch (error) {
      await this.drop(id);
      if (error instanceof StudioError) throw error;
      throw new StudioError(
        'store/failed',
        'What the export needs could not be kept. Check the free disk space and try again.',
        {},
        { cause: error },
      );
    }
  }

  /** A file that `sound.make` may use to take a sound that is on this disk already. */
  static taken(from: string): (to: string) => Promise<void> {
    return to => linkOrCopy(from, to);
  }

  /** The picture and where the frames lie. @throws StudioError `export/input-gone`. */
  async avatar(id: string, { frames, ...plain }: KeptJob['avatar']): Promise<AvatarInput> {
    const folder = this.#of(id);
    const picture = await readFile(path.join(folder, JOB_FILES.picture)).catch(cause => {
      throw gone('picture', cause);
    });
    const { mouth, faceIndex, framing, liveliness } = plain;
    const input: AvatarInput = {
      picture,
      mouth,
      ...(faceIndex === undefined ? {} : { faceIndex }),
      ...(framing === undefined ? {} : { framing }),
      ...(liveliness === undefined ? {} : { liveliness }),
    };
    if (frames === null) return input;
    const dir = path.join(folder, JOB_FILES.frames);
    await need(dir, 'moving picture');
    const { metadata, fps, preprocessed, maxFrames, order } = frames;
    const metadataPath = metadata === null ? null : path.join(dir, metadata);
    const limits = {
      ...(maxFrames === undefined ? {} : { maxFrames }),
      ...(order === undefined ? {} : { order }),
    };
    return { ...input, frames: { dir, metadataPath, fps, preprocessed, ...limits } };
  }

  /** What stands behind. @throws StudioError `export/input-gone`. */
  async background(id: string, kept: KeptJob['background']): Promise<Background> {
    if (kept.kind !== 'image') return kept;
    const picture = await readFile(path.join(this.#of(id), JOB_FILES.background)).catch(cause => {
      throw gone('background', cause);
    });
    return { kind: 'image', picture };
  }

  /** Where the sound lies. @throws StudioError `export/input-gone`. */
  async sound(id: string, name: string): Promise<string> {
    const file = path.join(this.#of(id), path.basename(name));
    await need(file, 'sound');
    return file;
  }

  /** Deletes what was kept. */
  async drop(id: string): Promise<void> {
    await rm(this.#of(id), { recursive: true, force: true });
  }

  /** Deletes what no export needs, left by a crash. */
  async sweep(isNeeded: (id: string) => boolean): Promise<void> {
    const ids = await readdir(this.#folder).catch(() => []);
    for (const id of ids) if (!isNeeded(id)) await this.drop(id);
  }

  #of(id: string): string {
    return path.join(this.#folder, path.basename(id));
  }
}

const need = async (file: string, what: string): Promise<void> => {
  await access(file).catch(cause => {
    throw gone(what, cause);
  });
};

const keepFrames = async (frames: FrameFolder, folder: string): Promise<string | null> => {
  const to = path.join(folder, JOB_FILES.frames);
  await mkdir(to, { recursive: true });
  const entries = await readdir(frames.dir, { withFileTypes: true });
  for (const entry of entries)
    if (entry.isFile()) await linkOrCopy(path.join(frames.dir, entry.name), path.join(to, entry.name));
  const { metadataPath } = frames;
  if (metadataPath === null) return null;
  const name = path.basename(metadataPath);
  if (path.dirname(metadataPath) !== path.normalize(frames.dir))
    await linkOrCopy(metadataPath, path.join(to, name)).catch(() => {});
  return name;
};
