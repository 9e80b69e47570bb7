/** Sends files to main with progress. Knows the HTTP doors, nothing of avatars' life. */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { AvatarView } from '../../../shared/studio/avatars.ts';
import { STUDIO_PATHS } from '../../../shared/studio-api.ts';
import { errorFromWire } from '../../studio-api.ts';
import { isClip } from './avatars.ts';

const Failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const Upload = z.object({ uploadId: z.string(), durationMs: z.number() });

/** Posts a file; `progress` 0..1 of the bytes sent. Errors: the server's codes, request/cancelled, engine/unavailable. */
const post = (
  path: string,
  file: File,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.upload.onprogress = event => progress(event.total === 0 ? 0 : event.loaded / event.total);
    request.onload = () => {
      try {
        const body: unknown = JSON.parse(request.responseText);
        const failure = Failure.safeParse(body);
        if (failure.success) reject(errorFromWire(failure.data.error));
        else if (request.status >= 400) reject(refused(request.status));
        else resolve(body);
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
    request.send(file);
  });

const refused = (status: number): StudioError =>
  status === 413
    ? new StudioError('gateway/too-large', 'The file is larger than the studio takes.')
    : new StudioError('internal/bug', `The studio server answered with status ${status}.`);

/** Imports a picture, or a clip, which takes the server as long as it lasts and more. */
export const uploadAvatar = async (
  file: File,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<AvatarView> =>
  AvatarView.parse(
    await post(isClip(file) ? STUDIO_PATHS.clips : STUDIO_PATHS.avatars, file, progress, signal),
  );

/** Hands an audio file over for an export. */
export const uploadAudio = async (file: File, signal: AbortSignal): Promise<z.infer<typeof Upload>> =>
  Upload.parse(await post(STUDIO_PATHS.uploads, file, () => {}, signal));
