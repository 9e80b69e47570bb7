/** Reads request bodies within a bound. */
import type { IncomingMessage } from 'node:http';
import { StudioError } from '../../shared/errors.ts';

const tooLarge = (limit: number): StudioError =>
  new StudioError(
    'gateway/too-large',
    `The body is larger than ${Math.floor(limit / (1024 * 1024))} MB. Send a smaller file.`,
    { limit },
  );

/** @throws StudioError `gateway/too-large` when the announced length is over the bound. */
export const checkAnnouncedLength = (request: IncomingMessage, limit: number): void => {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw tooLarge(limit);
};

/** The body piece by piece. @throws StudioError `gateway/too-large`, `request/cancelled` when the client went away. */
export async function* streamBody(request: IncomingMessage, limit: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  try {
    for await (const piece of request) {
      const bytes: Uint8Array = piece;
      total += bytes.length;
      if (total > limit) throw tooLarge(limit);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw new StudioError('request/cancelled', 'The upload was cut off.', {}, { cause: error });
  }
}

/** The whole body. */
export const readBody = async (request: IncomingMessage, limit: number): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of streamBody(request, limit)) pieces.push(piece);
  return Buffer.concat(pieces);
};
