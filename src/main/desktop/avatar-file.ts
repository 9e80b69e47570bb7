/** Which files are avatars by their names, and by which door of the server they come in. Pure; opens nothing. */
import path from 'node:path';
import { STUDIO_PATHS } from '../../shared/studio-api.ts';

/** Endings by kind. The server looks at the bytes; this only keeps others out. */
export const AVATAR_FILE_ENDINGS = {
  picture: ['png', 'jpg', 'jpeg', 'webp'],
  clip: ['mp4', 'webm', 'mov'],
} as const;

/** A file that can become an avatar, and the path it is posted to. */
export type AvatarFile = { file: string; door: string };

const endingOf = (file: string): string => path.extname(file).slice(1).toLowerCase();

const isOneOf = (endings: readonly string[], file: string): boolean => endings.includes(endingOf(file));

/** The door for a file; null: it is not an avatar's. */
export const avatarFile = (file: string): AvatarFile | null => {
  if (isOneOf(AVATAR_FILE_ENDINGS.picture, file)) return { file, door: STUDIO_PATHS.avatars };
  if (isOneOf(AVATAR_FILE_ENDINGS.clip, file)) return { file, door: STUDIO_PATHS.clips };
  return null;
};
