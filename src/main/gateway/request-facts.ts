/** What the gateway reads from a request before anything is decided. */
import type { IncomingMessage } from 'node:http';
import { type AccessFacts, isOwnOrigin } from './access.ts';
import type { NamedToken } from './caller.ts';
import type { Tokens } from './tokens.ts';

/** Parsed target and credentials. `urlToken` is the `?token=` value, `token` the named one it or the header belongs to. */
export type RequestFacts = AccessFacts & {
  method: string;
  query: URLSearchParams;
  urlToken: string | null;
  userAgent: string | null;
  token: NamedToken | null;
};

/** Cookies are shared by all ports of a host name, so the name carries the port. */
export const cookieName = (port: number): string => `mouthpiece_${port}`;

/** Holds the token of a window that only shows the stage, for the page's files alone: scripts and styles come without the address's token. */
export const feedCookieName = (port: number): string => `${cookieName(port)}_feed`;

const readCookie = (header: string | undefined, name: string): string | null => {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
};

const first = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) ?? null;

/** Null when the target is not a URL path. */
export const readFacts = (request: IncomingMessage, port: number, tokens: Tokens): RequestFacts | null => {
  const target = request.url ?? '/';
  if (!target.startsWith('/') || !URL.canParse(target, 'http://localhost')) return null;
  // A path such as //host/x would name another host: only the path of ours counts.
  const url = new URL(`http://localhost${target}`);
  const { headers } = request;
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
  const urlToken = url.searchParams.get('token');
  const isApi = tokens.isApi(bearer) || tokens.isApi(urlToken);
  const token = isApi
    ? null
    : (tokens.find(bearer) ??
      tokens.find(urlToken) ??
      tokens.find(readCookie(headers.cookie, feedCookieName(port))));
  // A browser sends our cookie from pages of other ports of this host too, SameSite or not: theirs opens nothing.
  const isOurs = headers.origin === undefined || isOwnOrigin(headers.origin, port);
  const isSession = isOurs && tokens.isCookie(readCookie(headers.cookie, cookieName(port)));
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    urlToken,
    upgrade: headers.upgrade !== undefined,
    host: headers.host ?? null,
    origin: headers.origin ?? null,
    fetchSite: first(headers['sec-fetch-site']),
    fetchMode: first(headers['sec-fetch-mode']),
    userAgent: headers['user-agent'] ?? null,
    token,
    scopes: token?.scopes ?? [],
    credential: isApi ? 'api' : isSession ? 'session' : 'none',
  };
};
