/** The studio's HTTP for avatars: pictures, clips and folders in, folders out as a ZIP. The gateway has checked who it is. */
import { rm } from 'node:fs/promises';
import { MAX_PICTURE_BYTES } from '../../shared/avatar.ts';
import { MAX_CLIP_BYTES } from '../../shared/clip-import.ts';
import { StudioError } from '../../shared/errors.ts';
import { fileNameOf } from '../../shared/file-name.ts';
import { MAX_FOLDER_BYTES, MAX_LIST_BYTES } from '../../shared/folder-pack.ts';
import { StudioId } from '../../shared/studio/method.ts';
import { STUDIO_PATHS } from '../../shared/studio-api.ts';
import type { StreamRequest, StreamRoute } from '../gateway/stream-route.ts';
import type { AvatarImports } from './avatar-imports.ts';
import type { AvatarLibrary } from './avatar-library.ts';
import { givenFileName } from './http-routes.ts';
import { nameFromFile } from './new-avatar.ts';
import type { Uploads } from './uploads.ts';
import { zipFolders } from './zip-stream.ts';

/** Most avatars in one ZIP. */
const MOST_FOLDERS = 300;

const json = (value: unknown) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const readAll = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
};

const importIdOf = (request: StreamRequest): string | null =>
  StudioId.safeParse(request.header('x-import-id')).data ?? null;

const folderName = (name: string): string => fileNameOf(name, 'avatar');

const readIds = (query: URLSearchParams): string[] => {
  const ids = [...new Set(query.getAll('id'))];
  if (ids.length >= 1 && ids.length <= MOST_FOLDERS) return ids;
  throw new StudioError('request/invalid', `Name 1 to ${MOST_FOLDERS} avatars by ?id=… to export them.`);
};

/** The routes; one byte over the picture limit is let through, so that the library itself can name the fault. */
export const createAvatarRoutes = (deps: {
  avatars: AvatarLibrary;
  imports: AvatarImports;
  uploads: Pick<Uploads, 'place'>;
}): StreamRoute[] => {
  const { avatars, imports, uploads } = deps;

  /** Each avatar's folder, written and deleted again while the ZIP is made. */
  async function* foldersOf(ids: readonly string[]): AsyncGenerator<{ dir: string; name: string }> {
    const taken = new Set<string>();
    for (const id of ids) {
      const base = folderName(avatars.get(id).name);
      let name = base;
      for (let copy = 2; taken.has(name.toLowerCase()); copy++) name = `${base} ${copy}`;
      taken.add(name.toLowerCase());
      const dir = await uploads.place();
      try {
        await avatars.export(id, dir);
        yield { dir, name };
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    }
  }

  return [
    {
      kind: 'stream',
      method: 'POST',
      path: STUDIO_PATHS.avatars,
      maxBodyBytes: MAX_PICTURE_BYTES + 1,
      answer: async request => {
        const picture = await readAll(request.body);
        return json(await avatars.import(picture, { name: nameFromFile(givenFileName(request)) }));
      },
    },
    {
      kind: 'stream',
      method: 'POST',
      path: STUDIO_PATHS.clips,
      maxBodyBytes: MAX_CLIP_BYTES,
      answer: async request => {
        const name = givenFileName(request);
        const file = { name, avatarName: nameFromFile(name) };
        return json(await imports.clip(request.body, file, importIdOf(request)));
      },
    },
    {
      kind: 'stream',
      method: 'POST',
      path: STUDIO_PATHS.avatarFolders,
      maxBodyBytes: MAX_FOLDER_BYTES + MAX_LIST_BYTES + 4,
      answer: async request => json(await imports.folder(request.body, importIdOf(request))),
    },
    {
      kind: 'stream',
      method: 'GET',
      path: STUDIO_PATHS.avatarFolders,
      maxBodyBytes: 0,
      answer: async ({ query }) => {
        const ids = readIds(query);
        const names = ids.map(id => avatars.get(id).name);
        const fileName = `${names.length === 1 ? folderName(names[0]!) : 'Avatars'}.zip`;
        return {
          status: 200,
          headers: {
            'content-type': 'application/zip',
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
          },
          stream: zipFolders(foldersOf(ids)),
        };
      },
    },
  ];
};
