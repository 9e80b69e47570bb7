/** Writes HTTP answers: buffers, files with ranges, errors. Knows no route and no access rule. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '../../shared/errors.ts';
import { httpError } from './http-errors.ts';
import { COMMON_HEADERS } from './security-headers.ts';

type Headers = Readonly<Record<string, string>>;

/** A whole body. */
export const sendBody = (
  request: IncomingMessage,
  response: ServerResponse,
  reply: { status: number; headers?: Headers; body: string | Uint8Array },
): void => {
  if (response.headersSent || response.destroyed) return;
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  response.writeHead(reply.status, {
    ...COMMON_HEADERS,
    'cache-control': 'no-store',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(body.length),
    ...reply.headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
};

/** JSON. */
export const sendJson = (
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Headers = {},
): void =>
  sendBody(request, response, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });

/** An error as JSON. A request whose body was not read ends its connection, so that the rest of it is never taken for a request. */
export const sendError = (
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  headers: Headers = {},
): number => {
  const { status, body } = httpError(error);
  sendJson(request, response, status, body, request.complete ? headers : { ...headers, connection: 'close' });
  return status;
};

type Range = { start: number; end: number };

/** The single byte range asked for; null: the whole file; 'bad': not satisfiable. */
export const readRange = (header: string | undefined, size: number): Range | null | 'bad' => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  const suffix = match[1] === '';
  const start = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  return start > end || start >= size ? 'bad' : { start, end };
};

/** A file, or the part of it that was asked for. Errors before the first byte are thrown. */
export const sendFile = async (
  request: IncomingMessage,
  response: ServerResponse,
  file: string,
  headers: Headers,
): Promise<number> => {
  const size = await stat(file).then(
    facts => (facts.isFile() ? facts.size : null),
    () => null,
  );
  if (size === null) throw new StudioError('store/not-found', 'The file is not there any more.');
  const range = readRange(request.headers.range, size);
  const common = { ...COMMON_HEADERS, 'cache-control': 'no-store', 'accept-ranges': 'bytes', ...headers };
  if (range === 'bad') {
    response.writeHead(416, { ...common, 'content-range': `bytes */${size}` }).end();
    return 416;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const status = range === null ? 200 : 206;
  response.writeHead(status, {
    ...common,
    'content-length': String(end - start + 1),
    ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
  });
  if (request.method === 'HEAD' || size === 0) response.end();
  else await pipeline(createReadStream(file, { start, end }), response).catch(() => response.destroy());
  return status;
};

/** A body that is made while it is sent. Errors before its first piece are thrown; later ones cut the answer off. */
export const sendStream = async (
  request: IncomingMessage,
  response: ServerResponse,
  stream: AsyncIterable<Uint8Array>,
  headers: Headers,
): Promise<void> => {
  const pieces = stream[Symbol.asyncIterator]();
  const first = await pieces.next();
  response.writeHead(200, { ...COMMON_HEADERS, 'cache-control': 'no-store', ...headers });
  if (request.method === 'HEAD' || first.done === true) {
    await pieces.return?.();
    response.end();
    return;
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  await pipeline(Readable.from(all()), response).catch(() => response.destroy());
};
