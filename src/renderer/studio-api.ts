/** The studio's one door to main: opens every socket of the page and speaks JSON-RPC over /studio/rpc. Knows no feature. */
import { z } from 'zod';
import type { Clock } from '../shared/clock.ts';
import { ERROR_CODES, type ErrorDetails, StudioError } from '../shared/errors.ts';
import {
  STUDIO_METHODS,
  STUDIO_PATHS,
  type StudioApi,
  type StudioEvent,
  type StudioMethod,
  type StudioParams,
  type StudioResult,
} from '../shared/studio-api.ts';
import { Reconnect } from './transport/reconnect.ts';
import type { OpenSocket, Socket } from './transport/socket.ts';

/** State of the connection to main. */
export type ApiConnection = 'connecting' | 'open' | 'lost';

/** StudioApi over a socket that mends itself. `watch` tells the connection's state, at once and on every change. */
export type SocketStudioApi = StudioApi & {
  watch(listener: (state: ApiConnection) => void): () => void;
  /** Tries a lost connection now. */ retry(): void;
  close(): void;
};

const CALL_TIMEOUT_MS = 20_000;
/** Calls that read gigabytes, load a driver or measure. */
const LONG_TIMEOUT_MS = 10 * 60_000;
const LONG_CALLS: ReadonlySet<StudioMethod> = new Set([
  'models.import',
  'models.verify',
  'models.selfTest',
  'models.benchmark',
  'diagnosis.run',
]);
const LARGEST_BACKLOG = 64;

const ErrorBody = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
const Incoming = z.union([
  z.object({ id: z.number(), result: z.unknown() }).refine(message => 'result' in message),
  z.object({ id: z.number(), error: ErrorBody }),
  z.object({ event: z.looseObject({ name: z.string() }) }),
]);

const readIncoming = (text: string): z.infer<typeof Incoming> | null => {
  try {
    return Incoming.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

const plainDetails = (details: Record<string, unknown> | undefined): ErrorDetails =>
  Object.fromEntries(
    Object.entries(details ?? {}).flatMap(([key, value]) =>
      value === null || ['string', 'number', 'boolean'].includes(typeof value)
        ? [[key, value as string | number | boolean | null]]
        : [],
    ),
  );

/** An error as the server wrote it, with a code of our closed list (an unknown one becomes `internal/bug`). */
export const errorFromWire = (body: z.infer<typeof ErrorBody>): StudioError => {
  const code = ERROR_CODES.find(known => known === body.code) ?? 'internal/bug';
  return new StudioError(code, body.message, { ...plainDetails(body.details), wireCode: body.code });
};

/** Opens real sockets on the page's own server. */
export const openBrowserSocket: OpenSocket = (path, events) => {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.opened();
  socket.onmessage = ({ data }) =>
    typeof data === 'string' ? events.text(data) : events.binary(new Uint8Array(data as ArrayBuffer));
  socket.onclose = ({ code, reason }) => events.closed(code, reason);
  return {
    sendText: text => socket.readyState === WebSocket.OPEN && socket.send(text),
    sendBinary: bytes => socket.readyState === WebSocket.OPEN && socket.send(bytes),
    queuedBytes: () => socket.bufferedAmount,
    close: () => socket.close(1000),
  };
};

type Pending = { resolve(result: unknown): void; reject(error: StudioError): void; cancelTimeout(): void };

const lostError = () =>
  new StudioError(
    'engine/unavailable',
    'The connection to the studio server was lost. It reconnects by itself; try again then.',
  );

/** Connects at once. Calls made while connecting wait (64 at most); errors: the server's codes, engine/unavailable, engine/timeout. */
export const createStudioApi = (deps: { openSocket: OpenSocket; clock: Clock }): SocketStudioApi => {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(event: StudioEvent) => void>();
  const watchers = new Set<(state: ApiConnection) => void>();
  let backlog: string[] = [];
  let state: ApiConnection = 'connecting';
  let nextId = 1;
  let socket: Socket | null = null;

  const become = (next: ApiConnection): void => {
    state = next;
    for (const watcher of watchers) watcher(next);
  };
  const settle = (id: number): Pending | undefined => {
    const waiting = pending.get(id);
    pending.delete(id);
    waiting?.cancelTimeout();
    return waiting;
  };
  const receive = (text: string): void => {
    const message = readIncoming(text);
    if (message === null) return;
    if ('event' in message) {
      for (const listener of listeners) listener(message.event as StudioEvent);
    } else if ('error' in message) settle(message.id)?.reject(errorFromWire(message.error));
    else settle(message.id)?.resolve(message.result);
  };
  const connect = (): void => {
    become(reconnect.failures === 0 ? 'connecting' : 'lost');
    socket = deps.openSocket(STUDIO_PATHS.rpc, {
      opened: () => {
        reconnect.held();
        for (const text of backlog) socket?.sendText(text);
        backlog = [];
        become('open');
      },
      text: receive,
      binary: () => {},
      closed: () => {
        socket = null;
        backlog = [];
        for (const id of [...pending.keys()]) settle(id)?.reject(lostError());
        reconnect.failed();
        become('lost');
      },
    });
  };
  const reconnect = new Reconnect({ clock: deps.clock, attempt: connect });
  connect();

  const send = (name: StudioMethod, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (state === 'lost' || backlog.length >= LARGEST_BACKLOG) return reject(lostError());
      const id = nextId++;
      const patience = LONG_CALLS.has(name) ? LONG_TIMEOUT_MS : CALL_TIMEOUT_MS;
      const cancelTimeout = deps.clock.after(patience, () =>
        settle(id)?.reject(
          new StudioError('engine/timeout', `The studio server did not answer ${name} in time. Try again.`),
        ),
      );
      pending.set(id, { resolve, reject, cancelTimeout });
      const text = JSON.stringify({ id, method: name, params });
      if (state === 'open') socket?.sendText(text);
      else backlog.push(text);
    });

  return {
    call: async <M extends StudioMethod>(name: M, params: StudioParams<M>) =>
      STUDIO_METHODS[name].result.parse(await send(name, params)) as StudioResult<M>,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch: watcher => {
      watchers.add(watcher);
      watcher(state);
      return () => watchers.delete(watcher);
    },
    retry: () => reconnect.now(),
    close: () => {
      reconnect.close();
      socket?.close();
    },
  };
};
