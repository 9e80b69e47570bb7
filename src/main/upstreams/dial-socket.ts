/** Opens WebSockets to other avatar servers: time limits, size limits, pings. Knows no protocol, and never writes an address into a log or an error. */
import { WebSocket } from 'ws';
import { StudioError } from '../../shared/errors.ts';
import type { Dial, Upstream, UpstreamEvents } from '../protocols/front-end.ts';

/** Largest message taken from there; what the reference's servers send at most. */
const MAX_MESSAGE_BYTES = 50 * 1024 * 1024;
const OPEN_MS = 10_000;
/** A server that answers none of two pings is gone; a render that holds its loop for a minute is not unheard of. */
const PING_MS = 60_000;

const unreachable = (why: string): StudioError =>
  new StudioError(
    'model/unreachable',
    `The server that draws this model cannot be reached (${why}). Start it, or mend its URL in the settings.`,
    { why },
  );

// Node's codes tell what is wrong; messages would tell the address.
const whyOf = (error: Error & { code?: string }): string => error.code ?? 'no WebSocket there';

const watch = (socket: WebSocket): void => {
  let missed = 0;
  socket.on('pong', () => {
    missed = 0;
  });
  const pinger = setInterval(() => {
    // Of a paused server nothing is read, its pongs neither.
    if (socket.isPaused) return;
    missed += 1;
    if (missed > 2) socket.terminate();
    else socket.ping(undefined, undefined, () => {});
  }, PING_MS);
  pinger.unref();
  socket.once('close', () => clearInterval(pinger));
};

const asUpstream = (socket: WebSocket): Upstream => ({
  sendText: text => socket.send(text, () => {}),
  sendBinary: bytes => socket.send(bytes, () => {}),
  get queuedBytes() {
    return socket.bufferedAmount;
  },
  pause: () => socket.pause(),
  resume: () => socket.resume(),
  close: (code, reason) => socket.close(code, reason),
});

const listen = (socket: WebSocket, events: UpstreamEvents): void => {
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) events.onBinary(data);
    else events.onText(data.toString('utf8'));
  });
  // 1005 and 1006 are not sent by anybody: the one is a close without a code, the other a connection that broke.
  socket.on('close', (code, reason) =>
    events.onClose({
      code: code === 1005 ? 1000 : code,
      reason: reason.toString('utf8'),
      clean: code !== 1006,
    }),
  );
};

/** See Dial. */
export const dialSocket: Dial = (url, events, options = {}) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      handshakeTimeout: options.openMs ?? OPEN_MS,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
    });
    const { signal } = options;
    const abort = (): void => socket.terminate();
    signal?.addEventListener('abort', abort, { once: true });
    const settled = (): void => signal?.removeEventListener('abort', abort);
    // Listening begins before the handshake ends: a greeting may come in the same packet.
    let isOpen = false;
    listen(socket, {
      onText: text => events.onText(text),
      onBinary: bytes => events.onBinary(bytes),
      onClose: end => {
        settled();
        if (isOpen) events.onClose(end);
        else reject(unreachable('closed'));
      },
    });
    socket.on('error', (error: Error) => {
      if (!isOpen) reject(unreachable(whyOf(error)));
    });
    socket.once('open', () => {
      isOpen = true;
      settled();
      watch(socket);
      resolve(asUpstream(socket));
    });
    if (signal?.aborted === true) abort();
  });
