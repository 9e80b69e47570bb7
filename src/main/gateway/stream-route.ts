/** HTTP routes with paths, streamed bodies and files, for the studio's own API. Contract only. */
import type { TokenScope } from '../../shared/studio/access.ts';
import type { HttpReply } from '../protocols/front-end.ts';

/** One request. `body` may be read once; it throws `gateway/too-large` over the route's limit. */
export type StreamRequest = {
  /** Values of the path's `:names`, decoded. */ params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Lower-case names. */ header(name: string): string | null;
  body: AsyncIterable<Uint8Array>;
};

/** A file on disk as an answer; ranges are served. */
export type FileReply = { status: 200; headers?: Record<string, string>; file: string };

/** An answer that is made while it is sent. `stream` is ended (its `return` called) when the client goes away. */
export type StreamedReply = {
  status: 200;
  headers?: Record<string, string>;
  stream: AsyncIterable<Uint8Array>;
};

/** Errors thrown by `answer` become JSON {error} with a fitting status. */
export type StreamRoute = {
  kind: 'stream';
  method: 'GET' | 'POST';
  /** Segments such as `/studio/avatars/:id/picture`. */ path: string;
  maxBodyBytes: number;
  /** A named token with it opens the route. */ scope?: TokenScope;
  answer(request: StreamRequest): Promise<HttpReply | FileReply | StreamedReply>;
};

/** The values of a path that fits the pattern, or null. */
export const matchPath = (pattern: string, path: string): Record<string, string> | null => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, segment] of wanted.entries()) {
    const value = given[i]!;
    if (!segment.startsWith(':')) {
      if (segment !== value) return null;
      continue;
    }
    try {
      params[segment.slice(1)] = decodeURIComponent(value);
    } catch {
      return null;
    }
    if (value === '') return null;
  }
  return params;
};
