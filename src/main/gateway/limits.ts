/** Every bound of the server in one place. Bytes and milliseconds. */

/** See each field. */
export type GatewayLimits = {
  /** Sockets open at once, HTTP and WebSocket together. */ maxConnections: number;
  /** WebSockets open at once. */ maxWebSockets: number;
  /** A peer's unread bytes beyond which video is left out. */ slowPeerBytes: number;
  /** A peer's unread bytes beyond which it is cut off: nothing droppable is left. */ deadPeerBytes: number;
  /** Time for a request's headers. */ headersMs: number;
  /** Time for a whole request with its body. */ requestMs: number;
  /** Ping interval; a peer that misses two is cut off. */ pingMs: number;
  /** Body of a plain POST route. */ maxBodyBytes: number;
};

/** Defaults. */
export const DEFAULT_LIMITS: GatewayLimits = {
  maxConnections: 512,
  maxWebSockets: 128,
  slowPeerBytes: 8 * 1024 * 1024,
  deadPeerBytes: 64 * 1024 * 1024,
  headersMs: 10_000,
  requestMs: 600_000,
  pingMs: 30_000,
  maxBodyBytes: 1024 * 1024,
};
