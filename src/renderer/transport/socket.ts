/** A WebSocket as the page's logic sees it: few words, no DOM events. `open-socket.ts` makes the real ones. */

/** What a socket tells its owner. After `closed` nothing more comes. */
export type SocketEvents = {
  opened(): void;
  text(text: string): void;
  binary(bytes: Uint8Array): void;
  /** `code` is the WebSocket close code (1006 when it never opened or broke). */
  closed(code: number, reason: string): void;
};

/** One socket. Sending on one that is not open does nothing. */
export type Socket = {
  sendText(text: string): void;
  sendBinary(bytes: Uint8Array<ArrayBuffer>): void;
  /** Bytes handed over and not yet sent. */ queuedBytes(): number;
  close(): void;
};

/** Opens a socket to a path of our own server, e.g. `/studio/rpc`. */
export type OpenSocket = (path: string, events: SocketEvents) => Socket;
