/** One frame of a moving avatar as a picture file, for the mouth editor. The gateway has checked who it is. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import { STUDIO_PATHS } from '../../shared/studio-api.ts';
import type { StreamRoute } from '../gateway/stream-route.ts';
import type { AvatarLibrary } from './avatar-library.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};
const typeOf = (name: string): string | undefined => TYPES[path.extname(name).toLowerCase()];

// The URL carries the hash of all frames, so what it names never changes.
const KEEP = { 'cache-control': 'private, max-age=31536000, immutable' };
/** Folders whose names are remembered. */
const REMEMBERED = 16;

/** GET /studio/avatars/:id/frames/:index, counted from 0. Errors: avatar/not-found. */
export const createFrameRoute = (avatars: Pick<AvatarLibrary, 'framesDir'>): StreamRoute => {
  const known = new Map<string, Promise<string[]>>();
  const namesIn = (dir: string): Promise<string[]> => {
    const before = known.get(dir);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const names = readdir(dir).then(all => all.filter(name => typeOf(name) !== undefined).sort());
    known.set(dir, names);
    names.catch(() => known.delete(dir));
    return names;
  };
  return {
    kind: 'stream',
    method: 'GET',
    path: `${STUDIO_PATHS.avatars}/:id/frames/:index`,
    maxBodyBytes: 0,
    answer: async ({ params }) => {
      const dir = avatars.framesDir(params.id ?? '');
      const name = dir === null ? undefined : (await namesIn(dir))[Number(params.index)];
      if (dir === null || name === undefined)
        throw new StudioError('avatar/not-found', 'There is no such frame.', { avatarId: params.id ?? '' });
      return {
        status: 200,
        headers: { 'content-type': typeOf(name)!, ...KEEP },
        file: path.join(dir, name),
      };
    },
  };
};
