/** Decides who gets in: one pure function over the facts of a request. Knows no socket and no secret. */
import type { TokenScope } from '../../shared/studio/access.ts';

/** What a request shows. `credential`: 'none' also for a token that is not ours. */
export type AccessFacts = {
  path: string;
  upgrade: boolean;
  host: string | null;
  origin: string | null;
  /** Sec-Fetch-Site, sent by browsers only. */ fetchSite: string | null;
  /** Sec-Fetch-Mode, sent by browsers only. */ fetchMode: string | null;
  credential: 'none' | 'session' | 'api';
  /** What the named token that came with it opens; none came: nothing. */ scopes: readonly TokenScope[];
};

/** What the path leads to. `scope`: a named token with it opens the route, also one of the studio's own. */
export type RouteFacts = { isSpoken: boolean; scope: TokenScope | null };

/** The server's rules. `port` is the one it listens on; `strangersMayAsk`: sockets of unknown origins wait for the user's word. */
export type AccessPolicy = {
  port: number;
  requireToken: boolean;
  allowOrigins: readonly string[];
  strangersMayAsk: boolean;
};

/** `corsOrigin`: a foreign origin that was allowed by name, to be told so. */
export type AccessDecision =
  | { allow: true; corsOrigin: string | null }
  | {
      allow: false;
      status: 401 | 403;
      code: 'gateway/unauthorized' | 'gateway/forbidden';
      why: string;
    };

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'] as const;

const forbid = (why: string): AccessDecision => ({
  allow: false,
  status: 403,
  code: 'gateway/forbidden',
  why,
});
const unauthorised = (why: string): AccessDecision => ({
  allow: false,
  status: 401,
  code: 'gateway/unauthorized',
  why,
});

const isLoopbackHost = (host: string | null, port: number): boolean =>
  host !== null && LOOPBACK_NAMES.some(name => host.toLowerCase() === `${name}:${port}`);

/** True for the studio's own page. */
export const isOwnOrigin = (origin: string, port: number): boolean =>
  LOOPBACK_NAMES.some(name => origin === `http://${name}:${port}`);

/** Paths that belong to the studio alone: its API, and the page itself. WS `/` is a protocol's. */
const isStudioPath = (facts: AccessFacts): boolean =>
  facts.path === '/studio' ||
  facts.path.startsWith('/studio/') ||
  (!facts.upgrade && (facts.path === '/' || facts.path === '/index.html'));

/**
 * In this order: Host must be a loopback name with our port (a rebound DNS name is not); an Origin must be ours or allowed by name;
 * a browser's request from another site without an Origin is refused unless it is a plain navigation; the studio always wants its
 * cookie, the API token or a named token of the route's scope; with `requireToken` everything does.
 */
export const decideAccess = (
  facts: AccessFacts,
  policy: AccessPolicy,
  route: RouteFacts = { isSpoken: false, scope: null },
): AccessDecision => {
  if (!isLoopbackHost(facts.host, policy.port)) {
    return forbid(`The Host header must be localhost:${policy.port} or 127.0.0.1:${policy.port}.`);
  }
  let corsOrigin: string | null = null;
  if (facts.origin !== null && !isOwnOrigin(facts.origin, policy.port)) {
    const asks = policy.strangersMayAsk && facts.upgrade && route.isSpoken;
    if (!asks && !policy.allowOrigins.includes(facts.origin)) {
      return forbid('This origin is not allowed. Start the server with --allow-origin and its name.');
    }
    corsOrigin = facts.origin;
  }
  const foreign = facts.fetchSite === 'cross-site' || facts.fetchSite === 'same-site';
  if (foreign && facts.origin === null && facts.fetchMode !== 'navigate') {
    return forbid('Another site may not read from this server.');
  }
  const isKnown = facts.credential !== 'none' || (route.scope !== null && facts.scopes.includes(route.scope));
  if (!isKnown && isStudioPath(facts)) {
    return unauthorised('Open the studio with the link that the server printed, or send its API token.');
  }
  if (!isKnown && policy.requireToken) {
    return unauthorised('A token is required: send Authorization: Bearer <token> or ?token=<token>.');
  }
  return { allow: true, corsOrigin };
};
