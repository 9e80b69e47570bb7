/** Which files are avatars by their names, and by which door of the server they come in. Pure; opens nothing. */
import path from 'node:path';
import { STUDIO_PATHS } from '../../shared/studio-api.ts';

/** Endings by kind. The server looks at the bytes; this only keeps others out. */
export const AVATAR_FILE_ENDINGS = {
  picture: ['png', 'jpg', 'jpeg', 'webp'],
  clip: ['mp4', 'webm', 'mov'],
  folder: ['zip'],
} as const;

const DOORS = {
  picture: STUDIO_PATHS.avatars,
  clip: STUDIO_PATHS.clips,
  folder: STUDIO_PATHS.avatarFolders,
} as const;

/** What a file can become an avatar as, and the path it is posted to. */
export type AvatarFile = { kind: keyof typeof AVATAR_FILE_ENDINGS; door: string };

/** The door for a file; null: it is not an avatar's. A whole path without an ending may be a folder, as the system names one. */
export const avatarFile = (file: string): AvatarFile | null => {
  const ending = path.extname(file).slice(1).toLowerCase();
  if (ending === '') {
    const isWhole = path.isAbsolute(file) && !path.basename(file).startsWith('.');
    return isWhole ? { kind: 'folder', door: DOORS.folder } : null;
  }
  for (const kind of ['picture', 'clip', 'folder'] as const)
    if (AVATAR_FILE_ENDINGS[kind].some(known => known === ending)) return { kind, door: DOORS[kind] };
  return null;
};
