/** Who a request or an upgrade comes from. Decides nothing. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isOwnOrigin } from './access.ts';
import type { Caller } from './caller.ts';
import type { RequestFacts } from './request-facts.ts';

/** `port`: where it came in. */
export const callerOf = (
  request: IncomingMessage,
  facts: RequestFacts,
  protocol: string,
  port: number,
): Caller => ({
  id: randomUUID(),
  protocol,
  path: facts.path,
  origin: facts.origin,
  userAgent: facts.userAgent,
  token: facts.token,
  isOwnPage: facts.credential === 'session' && facts.origin !== null && isOwnOrigin(facts.origin, port),
  isTrusted: facts.credential !== 'none' || facts.token?.scopes.includes('protocols') === true,
  isLook: !facts.upgrade && facts.method === 'GET',
  remotePort: request.socket.remotePort ?? null,
});
