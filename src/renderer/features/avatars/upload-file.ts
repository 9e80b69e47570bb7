/** Sends files to main with progress. Knows the HTTP doors, nothing of avatars' life. */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { type FolderList, HEADER_BYTES } from '../../../shared/folder-pack.ts';
import { AvatarView } from '../../../shared/studio/avatars.ts';
import { STUDIO_PATHS } from '../../../shared/studio-api.ts';
import { errorFromWire } from '../../studio-api.ts';
import { isClip } from './file-kinds.ts';
import type { AvatarFolder } from './folder-files.ts';
import type { ImportSource } from './imports.ts';

const Failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const Upload = z.object({ uploadId: z.string(), durationMs: z.number() });

/** Posts a body; `progress` 0..1 of the bytes sent. Errors: the server's codes, request/cancelled, engine/unavailable. */
const post = (
  path: string,
  body: Blob,
  headers: Readonly<Record<string, string>>,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = event => progress(event.total === 0 ? 0 : event.loaded / event.total);
    request.onload = () => {
      try {
        const answer: unknown = JSON.parse(request.responseText);
        const failure = Failure.safeParse(answer);
        if (failure.success) reject(errorFromWire(failure.data.error));
        else if (request.status >= 400) reject(refused(request.status));
        else resolve(answer);
      } catch {
        reject(refused(request.status));
      }
    };
    request.onerror = () =>
      reject(
        new StudioError(
          'engine/unavailable',
          'The studio server could not be reached. Try again in a moment.',
        ),
      );
    request.onabort = () => reject(new StudioError('request/cancelled', 'Cancelled.'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });

const refused = (status: number): StudioError =>
  status === 413
    ? new StudioError('gateway/too-large', 'The file is larger than the studio takes.')
    : new StudioError('internal/bug', `The studio server answered with status ${status}.`);

/** A folder as main takes it, see shared/folder-pack.ts; the files are read only while they are sent. */
const packed = ({ files }: AvatarFolder): Blob => {
  const list: FolderList = files.map(({ path, file }) => ({ path, bytes: file.size }));
  const json = new TextEncoder().encode(JSON.stringify(list));
  const header = new Uint8Array(HEADER_BYTES);
  new DataView(header.buffer).setUint32(0, json.length, true);
  return new Blob([header, json, ...files.map(({ file }) => file)]);
};

/** Imports a picture, a clip or a folder. Main tells the progress of the last two by `importId`. */
export const uploadAvatar = async (
  source: ImportSource,
  importId: string,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<AvatarView> => {
  const answer =
    source.kind === 'folder'
      ? post(STUDIO_PATHS.avatarFolders, packed(source.folder), { 'x-import-id': importId }, progress, signal)
      : post(
          isClip(source.file) ? STUDIO_PATHS.clips : STUDIO_PATHS.avatars,
          source.file,
          { ...nameHeader(source.file), 'x-import-id': importId },
          progress,
          signal,
        );
  return AvatarView.parse(await answer);
};

const nameHeader = ({ name }: File): Record<string, string> => ({ 'x-file-name': encodeURIComponent(name) });

/** Hands an audio file over for an export. */
export const uploadAudio = async (file: File, signal: AbortSignal): Promise<z.infer<typeof Upload>> =>
  Upload.parse(await post(STUDIO_PATHS.uploads, file, nameHeader(file), () => {}, signal));
