/** Plain HTTP: access, the key exchange, routes, health, the page. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { Route } from '../protocols/front-end.ts';
import { type AccessPolicy, decideAccess, type RouteFacts } from './access.ts';
import { sendBody, sendError, sendFile, sendJson, sendStream } from './answers.ts';
import type { Door } from './caller.ts';
import type { GatewayLimits } from './limits.ts';
import type { GatewayMetrics } from './metrics.ts';
import { NOT_BUILT_PAGE, SIGN_IN_PAGE } from './pages.ts';
import { callerOf } from './read-caller.ts';
import { checkAnnouncedLength, readBody, streamBody } from './request-body.ts';
import { cookieName, feedCookieName, type RequestFacts, readFacts } from './request-facts.ts';
import { pageHeaders } from './security-headers.ts';
import { findStatic } from './static-files.ts';
import { matchPath, type StreamRoute } from './stream-route.ts';
import type { Tokens } from './tokens.ts';

type HttpRoute = Extract<Route, { kind: 'http' }> | StreamRoute;

/** What routing needs. */
export type RouterOptions = {
  port: number;
  staticDir: string;
  tokens: Tokens;
  metrics: GatewayMetrics;
  ready(): { ok: boolean } & Record<string, unknown>;
  log: Log;
  limits: GatewayLimits;
  door: Door;
};

const HTML = 'text/html; charset=utf-8';
/** The page of a window that only shows the stage: a token that opens nothing else opens it. */
const FEED_PAGE = '/feed';
/** The built page's scripts, styles and fonts. */
const ASSETS = '/assets/';

const corsHeaders = (origin: string | null): Record<string, string> =>
  origin === null
    ? {}
    : {
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'authorization, content-type, x-file-name, x-import-id',
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-private-network': 'true',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'origin',
      };

const feedCookie = (port: number, token: string): string =>
  `${feedCookieName(port)}=${encodeURIComponent(token)}; Path=${ASSETS}; HttpOnly; SameSite=Strict`;

/** See createGateway. */
export class HttpRouter {
  readonly #routes: readonly HttpRoute[];
  readonly #options: RouterOptions;

  constructor(routes: readonly HttpRoute[], options: RouterOptions) {
    this.#routes = routes;
    this.#options = options;
  }

  /** Answers one request; never throws. */
  async answer(request: IncomingMessage, response: ServerResponse, policy: AccessPolicy): Promise<void> {
    const { log, metrics, tokens, port } = this.#options;
    request.on('error', () => {});
    let cors: Record<string, string> = {};
    try {
      const facts = readFacts(request, port, tokens);
      if (facts === null) throw new StudioError('request/invalid', 'The path is not valid.');
      if (this.#exchangeKey(request, response, facts, policy)) return;
      const decision = decideAccess(facts, policy, this.#routeFacts(facts));
      if (!decision.allow) {
        metrics.meter.error('gateway', decision.code);
        if (decision.status === 401 && isPage(facts))
          return this.#sendPage(request, response, 401, SIGN_IN_PAGE);
        throw new StudioError(decision.code, decision.why);
      }
      cors = corsHeaders(decision.corsOrigin);
      await this.#route(request, response, facts, cors);
    } catch (error) {
      const status = sendError(request, response, error, cors);
      if (status >= 500)
        log.error('a request failed', { path: request.url?.split('?')[0], error: String(error) });
    }
    metrics.http(response.statusCode);
  }

  /** `/?token=…` with a good token becomes a cookie and a clean address. Host and Origin are checked like everywhere. */
  #exchangeKey(
    request: IncomingMessage,
    response: ServerResponse,
    facts: RequestFacts,
    policy: AccessPolicy,
  ): boolean {
    if (facts.method !== 'GET' || facts.path !== '/' || facts.urlToken === null) return false;
    if (!decideAccess({ ...facts, credential: 'session' }, policy).allow) return false;
    const cookie = this.#options.tokens.redeem(facts.urlToken);
    if (cookie === null && facts.credential !== 'session') return false;
    sendBody(request, response, {
      status: 303,
      headers: {
        location: '/',
        ...(cookie === null
          ? {}
          : {
              'set-cookie': `${cookieName(this.#options.port)}=${cookie}; Path=/; HttpOnly; SameSite=Strict`,
            }),
      },
      body: '',
    });
    return true;
  }

  async #route(
    request: IncomingMessage,
    response: ServerResponse,
    facts: RequestFacts,
    cors: Record<string, string>,
  ): Promise<void> {
    const method = facts.method === 'HEAD' ? 'GET' : facts.method;
    if (method === 'OPTIONS') return sendBody(request, response, { status: 204, headers: cors, body: '' });
    for (const route of this.#routes) {
      const params = route.method === method ? matchPath(route.path, facts.path) : null;
      if (params === null) continue;
      await this.#admit(route, request, response, facts);
      return this.#run(route, params, request, response, facts, cors);
    }
    const known = this.#routes.some(route => matchPath(route.path, facts.path) !== null);
    if (known) {
      return sendJson(request, response, 405, {
        error: { code: 'request/invalid', message: `${facts.method} is not for this path.` },
      });
    }
    if (method !== 'GET') throw new StudioError('store/not-found', 'There is nothing here.');
    if (await this.#health(request, response, facts.path, cors)) return;
    await this.#page(request, response, facts);
  }

  #routeFacts({ method, path }: RequestFacts): RouteFacts {
    const route = this.#routes.find(route => route.method === method && matchPath(route.path, path) !== null);
    const isSpoken = route?.kind === 'http' && route.protocol !== undefined;
    const isOfFeed = path === FEED_PAGE || path.startsWith(ASSETS);
    const scope = isOfFeed ? 'feed' : (route?.scope ?? (isSpoken ? 'protocols' : null));
    return { isSpoken, scope };
  }

  /** @throws StudioError of a protocol's route whose caller is not welcome. */
  async #admit(
    route: HttpRoute,
    request: IncomingMessage,
    response: ServerResponse,
    facts: RequestFacts,
  ): Promise<void> {
    const { door, port, tokens } = this.#options;
    if (facts.token !== null) tokens.touch(facts.token.id);
    if (route.kind !== 'http' || route.protocol === undefined) return;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const refused = await door.check(callerOf(request, facts, route.protocol.id, port), gone.signal);
    if (refused !== null) throw refused;
  }

  async #run(
    route: HttpRoute,
    params: Record<string, string>,
    request: IncomingMessage,
    response: ServerResponse,
    facts: RequestFacts,
    cors: Record<string, string>,
  ): Promise<void> {
    const limit = route.maxBodyBytes ?? this.#options.limits.maxBodyBytes;
    checkAnnouncedLength(request, limit);
    if (route.kind === 'http') {
      const body = await readBody(request, limit);
      const reply = await route.answer({ query: facts.query, body });
      return sendBody(request, response, { ...reply, headers: { ...cors, ...reply.headers } });
    }
    const reply = await route.answer({
      params,
      query: facts.query,
      header: name => {
        const value = request.headers[name];
        return (Array.isArray(value) ? value[0] : value) ?? null;
      },
      body: streamBody(request, limit),
    });
    const headers = { ...cors, ...reply.headers };
    if ('file' in reply) await sendFile(request, response, reply.file, headers);
    else if ('stream' in reply) await sendStream(request, response, reply.stream, headers);
    else sendBody(request, response, { ...reply, headers });
  }

  async #health(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    cors: Record<string, string>,
  ): Promise<boolean> {
    const { metrics, ready } = this.#options;
    if (path === '/healthz') sendJson(request, response, 200, { ok: true }, cors);
    else if (path === '/readyz') {
      const state = ready();
      sendJson(request, response, state.ok ? 200 : 503, state, cors);
    } else if (path === '/metrics') {
      const { type, body } = await metrics.text();
      sendBody(request, response, { status: 200, headers: { ...cors, 'content-type': type }, body });
    } else return false;
    return true;
  }

  async #page(request: IncomingMessage, response: ServerResponse, facts: RequestFacts): Promise<void> {
    const reserved = facts.path.startsWith('/v1/') || facts.path.startsWith('/studio/');
    // Parts of a file are parts of it as it is.
    const accepts = request.headers.range === undefined ? request.headers['accept-encoding'] : undefined;
    const found = reserved
      ? null
      : await findStatic(this.#options.staticDir, facts.path, String(accepts ?? ''));
    if (found === null) {
      if (isPage(facts)) return this.#sendPage(request, response, 200, NOT_BUILT_PAGE);
      throw new StudioError('store/not-found', 'There is nothing here.');
    }
    const showsFeed = facts.path === FEED_PAGE && facts.scopes.includes('feed');
    if (found.isPage && facts.credential === 'none' && !showsFeed) {
      return this.#sendPage(request, response, 401, SIGN_IN_PAGE);
    }
    await sendFile(request, response, found.file, {
      'content-type': found.type,
      'cache-control': found.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(found.encoding === null ? {} : { 'content-encoding': found.encoding }),
      ...(found.isPage ? pageHeaders(this.#options.port) : {}),
      ...(showsFeed && facts.urlToken !== null
        ? { 'set-cookie': feedCookie(this.#options.port, facts.urlToken) }
        : {}),
    });
  }

  #sendPage(request: IncomingMessage, response: ServerResponse, status: number, body: string): void {
    const headers = { 'content-type': HTML, ...pageHeaders(this.#options.port) };
    sendBody(request, response, { status, headers, body });
  }
}

const isPage = (facts: RequestFacts): boolean => facts.path === '/' || facts.path === '/index.html';
