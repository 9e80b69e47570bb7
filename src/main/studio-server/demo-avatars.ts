/** The avatars that come with the app: `<resources>/avatars/<id>/avatar.json` and a picture. Knows no SQL. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Log } from '../../shared/log.ts';
import { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type { AvatarStore } from '../store/store.ts';
import type { AvatarLibrary } from './avatar-library.ts';

const Description = z.looseObject({
  id: z.string().regex(/^[\w-]{1,64}$/),
  name: z.union([z.string(), z.looseObject({ en: z.string() })]),
  licence: z.string(),
  file: z.string().refine(file => path.basename(file) === file, 'a file name without a folder'),
  mouth: MouthMetadata.nullish(),
});

/** One of them, ready to import. */
export type DemoAvatar = {
  id: string;
  name: string;
  licence: string;
  mouth: MouthMetadata | null;
  readPicture(): Promise<Uint8Array>;
};

const readOne = async (folder: string): Promise<DemoAvatar> => {
  const text = await readFile(path.join(folder, 'avatar.json'), 'utf8');
  const { id, name, licence, file, mouth } = Description.parse(JSON.parse(text));
  return {
    id,
    name: typeof name === 'string' ? name : name.en,
    licence,
    mouth: mouth ?? null,
    readPicture: () => readFile(path.join(folder, file)),
  };
};

/** In the order of their folders' names. One that cannot be read is left out and logged. */
export const readDemoAvatars = async (folder: string, log: Log): Promise<DemoAvatar[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
  const found: DemoAvatar[] = [];
  for (const name of names.sort()) {
    try {
      found.push(await readOne(path.join(folder, name)));
    } catch (error) {
      log.warn('a demo avatar cannot be read', { name, error: String(error) });
    }
  }
  return found;
};

/** Imports those that the store does not know; one that was removed stays removed. */
export const importDemoAvatars = async (
  folder: string,
  deps: { store: Pick<AvatarStore, 'get'>; avatars: Pick<AvatarLibrary, 'import'>; log: Log },
): Promise<void> => {
  for (const demo of await readDemoAvatars(folder, deps.log)) {
    if (deps.store.get(demo.id) !== null) continue;
    const { id, name, licence, mouth } = demo;
    await deps.avatars.import(await demo.readPicture(), { id, name, licence, mouth, demo: true });
  }
};
