/** Files that were opened with the app go through the same doors of the server as those dropped on the page. Looks into none of them. */
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';
import { avatarFile } from './avatar-file.ts';
import { avatarFolders } from './avatar-folder.ts';

/** Where the server is and what lets us in. */
export type ServerDoor = { port: number; token: string };

const Imported = z.object({ id: z.string() });
const Refused = z.object({ error: z.object({ message: z.string() }) });

const openFile = async (file: string): Promise<Blob> => {
  try {
    // Throws at once for some files and rejects for others.
    return await openAsBlob(file);
  } catch {
    throw new StudioError('avatar/unreadable', `${path.basename(file)} could not be read.`);
  }
};

const post = async (server: ServerDoor, door: string, name: string, body: Blob): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${server.port}${door}`, {
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

/**
 * Imports a picture, a clip, an avatar folder or a ZIP of some; gives the id of the last avatar. Errors: `avatar/unreadable` with the
 * server's words, for files that are no avatar's too.
 */
export const importFile = async (file: string, server: ServerDoor): Promise<string> => {
  const known = avatarFile(file);
  const name = path.basename(file);
  if (known === null)
    throw new StudioError('avatar/unreadable', `${name} is not a picture, a clip or an avatar folder.`);
  if (known.kind !== 'folder') return post(server, known.door, name, await openFile(file));
  let id = '';
  for (const folder of await avatarFolders(file))
    id = await post(server, known.door, folder.name, folder.body);
  return id;
};
