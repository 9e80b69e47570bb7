/** Files that were opened with the app go through the same door of the server as those dropped on the page. Looks into none of them. */
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';
import { avatarFile } from './avatar-file.ts';

/** Where the server is and what lets us in. */
export type ServerDoor = { port: number; token: string };

const Imported = z.object({ id: z.string() });
const Refused = z.object({ error: z.object({ message: z.string() }) });

const openFile = async (file: string): Promise<Blob | null> => {
  try {
    // Throws at once for some files and rejects for others.
    return await openAsBlob(file);
  } catch {
    return null;
  }
};

/** Imports one file; gives the avatar's id. Errors: `avatar/unreadable` with the server's words, for files that are no avatar's too. */
export const importFile = async (file: string, server: ServerDoor): Promise<string> => {
  const known = avatarFile(file);
  const name = path.basename(file);
  if (known === null) throw new StudioError('avatar/unreadable', `${name} is not a picture or a clip.`);
  const body = await openFile(file);
  if (body === null) throw new StudioError('avatar/unreadable', `${name} could not be read.`);
  const answer = await fetch(`http://127.0.0.1:${server.port}${known.door}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'x-file-name': encodeURIComponent(name) },
    body,
  });
  const told: unknown = await answer.json().catch(() => null);
  const imported = Imported.safeParse(told);
  if (answer.ok && imported.success) return imported.data.id;
  const refused = Refused.safeParse(told);
  const why = refused.success ? refused.data.error.message : `The server answered ${answer.status}.`;
  throw new StudioError('avatar/unreadable', `${name}: ${why}`);
};
