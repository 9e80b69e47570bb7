/** `/studio/rpc`: the studio's API as JSON-RPC over one WebSocket. The gateway has checked who it is. */
import { z } from 'zod';
import { toErrorData } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { type RpcMessage, STUDIO_PATHS } from '../../shared/studio-api.ts';
import type { Connection, Dialogue, Route } from '../protocols/front-end.ts';
import type { InProcessApi } from './in-process-api.ts';

const Request = z.object({ id: z.number().int(), method: z.string(), params: z.unknown().optional() });

/** Largest request: a text of 100,000 characters and a drawn mouth. */
const MAX_MESSAGE_BYTES = 2 * 1024 * 1024;
const MAX_PENDING = 64;

const readRequest = (text: string): z.infer<typeof Request> | null => {
  try {
    const parsed = Request.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

const openRpc = (connection: Connection, api: InProcessApi, log: Log): Dialogue => {
  let pending = 0;
  let open = true;
  const send = (message: RpcMessage): void => {
    if (open) connection.sendText(JSON.stringify(message));
  };
  const unsubscribe = api.subscribe(event => send({ event }));
  const answer = async (id: number, method: string, params: unknown): Promise<void> => {
    pending += 1;
    try {
      send({ id, result: await api.callLoose(method, params) });
    } catch (error) {
      const data = toErrorData(error);
      if (data.code === 'internal/bug') log.error('a studio call failed', { method, error: String(error) });
      send({ id, error: { code: data.code, message: data.message, details: { ...data.details } } });
    } finally {
      pending -= 1;
    }
  };
  const refuse = (id: number, message: string): void =>
    send({ id, error: { code: 'request/invalid', message, details: {} } });
  return {
    onText: text => {
      const request = readRequest(text);
      if (request === null) refuse(-1, 'Send {"id", "method", "params"} as JSON.');
      else if (pending >= MAX_PENDING) refuse(request.id, 'Too many calls are waiting.');
      else void answer(request.id, request.method, request.params);
    },
    onBinary: () => refuse(-1, 'Pictures and sound travel by HTTP, not here.'),
    onClose: () => {
      open = false;
      unsubscribe();
    },
  };
};

/** The route. */
export const createRpcRoute = (api: InProcessApi, log: Log): Route => ({
  kind: 'ws',
  path: STUDIO_PATHS.rpc,
  maxMessageBytes: MAX_MESSAGE_BYTES,
  open: connection => openRpc(connection, api, log),
});
