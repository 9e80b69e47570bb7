/** Who is behind a connection, as far as a request shows it, and who decides about them. Contract only. */
import type { StudioError } from '../../shared/errors.ts';
import type { NamedToken } from './tokens.ts';

/** A request or a socket that wants to speak a protocol. */
export type Caller = {
  id: string;
  protocol: string;
  path: string;
  origin: string | null;
  userAgent: string | null;
  token: NamedToken | null;
  /** The studio's own page. */ isOwnPage: boolean;
  /** It showed the studio's own key. */ isTrusted: boolean;
  /** It only reads what the server can do. */ isLook: boolean;
  /** Its port on this machine. */ remotePort: number | null;
};

/** Lets callers in or not. */
export type Door = {
  /**
   * null: in. An error (`gateway/off`, `gateway/refused`): out. A promise: somebody is asked; the caller waits meanwhile. `gone` is
   * aborted when the caller leaves, then or later.
   */
  check(caller: Caller, gone: AbortSignal): StudioError | null | Promise<StudioError | null>;
  /** Web origins beside those of the start: whether unknown ones may come and ask, and which were let in for good. */
  strangers(): { mayAsk: boolean; origins: readonly string[] };
};

/** Everybody may come in. */
export const openDoor: Door = { check: () => null, strangers: () => ({ mayAsk: false, origins: [] }) };

/** One open socket of a protocol. `id` and what it `continues`: under which ids its sessions were opened. */
export type ClientFacts = Caller & {
  continues: readonly string[];
  state: 'asking' | 'open';
  /** Epoch, ms. */ since: number;
  /** On the wire. */ bytesIn: number;
  bytesOut: number;
  queuedBytes: number;
  /** From the last sound in to the first answer behind it, ms; null: nothing was answered yet. */ replyMs:
    | number
    | null;
};

/** Looks at messages of protocol sockets. Nothing is done for it while `isOn` is false. */
export type MessageTap = {
  readonly isOn: boolean;
  /** `data` belongs to the socket: what is kept must be copied. */
  saw(client: Caller, direction: 'in' | 'out', data: string | Uint8Array): void;
};

/** Nobody looks. */
export const noTap: MessageTap = { isOn: false, saw: () => {} };
