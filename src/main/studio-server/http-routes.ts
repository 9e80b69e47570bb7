/** The studio's HTTP beside that of avatar-routes.ts: sound in, pictures and videos out. The gateway has checked who it is. */
import { STUDIO_PATHS } from '../../shared/studio-api.ts';
import type { StreamRequest, StreamRoute } from '../gateway/stream-route.ts';
import type { AvatarLibrary } from './avatar-library.ts';
import type { ExportQueue } from './export-queue.ts';
import type { SessionBook } from './session-book.ts';
import { MAX_UPLOAD_BYTES, type Uploads } from './uploads.ts';
import { waveFile } from './wave-file.ts';

const VIDEO_TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  zip: 'application/zip',
  wav: 'audio/wav',
};

// The URL of a picture carries its hash, so it never changes.
const KEEP = { 'cache-control': 'private, max-age=31536000, immutable' };

/** The name a page gives a file. */
export const givenFileName = (request: StreamRequest): string => {
  const given = request.header('x-file-name') ?? '';
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
};

const json = (value: unknown) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** The routes. */
export const createHttpRoutes = (deps: {
  avatars: Pick<AvatarLibrary, 'filesOf'>;
  uploads: Uploads;
  exports: ExportQueue;
  sessions: Pick<SessionBook, 'speech'>;
}): StreamRoute[] => {
  const { avatars, uploads, exports, sessions } = deps;
  return [
    {
      kind: 'stream',
      method: 'POST',
      path: STUDIO_PATHS.uploads,
      maxBodyBytes: MAX_UPLOAD_BYTES,
      answer: async request => {
        const { id, durationMs } = await uploads.take(request.body, givenFileName(request));
        return json({ uploadId: id, durationMs });
      },
    },
    {
      kind: 'stream',
      method: 'GET',
      path: `${STUDIO_PATHS.avatars}/:id/picture`,
      maxBodyBytes: 0,
      answer: async ({ params }) => {
        const { picture, pictureType } = avatars.filesOf(params.id ?? '');
        return { status: 200, headers: { 'content-type': pictureType, ...KEEP }, file: picture };
      },
    },
    {
      kind: 'stream',
      method: 'GET',
      path: `${STUDIO_PATHS.avatars}/:id/thumbnail`,
      maxBodyBytes: 0,
      answer: async ({ params }) => {
        const { thumbnail } = avatars.filesOf(params.id ?? '');
        return { status: 200, headers: { 'content-type': 'image/jpeg', ...KEEP }, file: thumbnail };
      },
    },
    {
      kind: 'stream',
      method: 'GET',
      path: `${STUDIO_PATHS.sessions}/:id/sound`,
      maxBodyBytes: 0,
      answer: async ({ params }) => ({
        status: 200,
        headers: { 'content-type': 'audio/wav' },
        body: waveFile(await sessions.speech(params.id ?? '')),
      }),
    },
    {
      kind: 'stream',
      method: 'GET',
      path: `${STUDIO_PATHS.exports}/:id/file`,
      maxBodyBytes: 0,
      answer: async ({ params }) => {
        const { path, fileName } = await exports.file(params.id ?? '');
        const type = VIDEO_TYPES[fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
        const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
        return {
          status: 200,
          headers: { 'content-type': type, 'content-disposition': disposition },
          file: path,
        };
      },
    },
  ];
};
