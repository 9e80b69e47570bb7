/** A stored or demo avatar by its id, for the command line. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AvatarInput } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Host } from '../host.ts';

/** @throws StudioError `avatar/not-found`. */
export const findAvatar = async (id: string, host: Host, data: string | undefined): Promise<AvatarInput> => {
  void data;
  const folder = path.join(host.paths.resources, 'avatars', id);
  const text = /^[\w-]+$/.test(id)
    ? await readFile(path.join(folder, 'avatar.json'), 'utf8').catch(() => null)
    : null;
  if (text === null) {
    throw new StudioError(
      'avatar/not-found',
      `There is no picture file and no avatar "${id}". \`mouthpiece avatar list\` shows the avatars.`,
    );
  }
  const { file, mouth } = JSON.parse(text);
  return { picture: await readFile(path.join(folder, file)), mouth: mouth ?? null };
};
