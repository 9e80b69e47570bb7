/** A real HTTP server on loopback that hands out one file in all the ways servers do: with ranges, without, halting, lying. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it behaves; change it between requests. */
export type Behaviour = {
  body: Uint8Array;
  etag: string | null;
  ranges: boolean;
  /** Sends so many bytes of each answer, then `halt`s for ever or `drop`s the line. */
  stopAfter: { bytes: number; next: 'halt' | 'drop' } | null;
  /** Says so many bytes more than it sends; and none when null. */
  extraLength: number | null;
  status: number;
  redirect: string | null;
};

/** A running one; `requests` are the range headers it saw ('' for none). */
export type FileServer = {
  readonly url: string;
  readonly requests: string[];
  readonly behaviour: Behaviour;
  close(): Promise<void>;
};

const send = (request: IncomingMessage, response: ServerResponse, behaviour: Behaviour): void => {
  const { body, etag, ranges, stopAfter, extraLength, status, redirect } = behaviour;
  if (redirect !== null) return void response.writeHead(302, { location: redirect }).end();
  if (status !== 200) return void response.writeHead(status).end('no');
  const headers: Record<string, string> = etag === null ? {} : { etag };
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const same = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const from = ranges && range !== null && same ? Number(range[1]) : 0;
  if (from >= body.length && from > 0)
    return void response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
  if (from > 0) headers['content-range'] = `bytes ${from}-${body.length - 1}/${body.length}`;
  if (extraLength !== null) headers['content-length'] = String(body.length - from + extraLength);
  response.writeHead(from > 0 ? 206 : 200, headers);
  const rest = body.subarray(from);
  if (stopAfter === null) return void response.end(rest);
  response.write(rest.subarray(0, stopAfter.bytes), () => {
    if (stopAfter.next === 'drop') response.socket?.end();
  });
};

/** Starts one that serves `body` well until told otherwise. */
export const startFileServer = async (body: Uint8Array): Promise<FileServer> => {
  const behaviour: Behaviour = {
    body,
    etag: '"one"',
    ranges: true,
    stopAfter: null,
    extraLength: 0,
    status: 200,
    redirect: null,
  };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers.range ?? '');
    send(request, response, behaviour);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/model.onnx`,
    requests,
    behaviour,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
