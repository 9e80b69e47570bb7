/** Who is behind a connection, who decides about them, who looks on, and what the server shows of itself. Contract only. */
import type { StudioError } from '../../shared/errors.ts';
import type { TokenScope } from '../../shared/studio/access.ts';
import type { SpokenProtocol } from '../protocols/front-end.ts';

/** A token of another program. Times are ISO 8601. */
export type NamedToken = {
  id: string;
  name: string;
  scopes: readonly TokenScope[];
  createdAt: string;
  lastUsedAt: string | null;
};

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

/** The running server as the studio sees it. */
export type OpenServer = {
  readonly port: number;
  /** Every protocol with its paths, in the order of the routes. */ readonly protocols: readonly (SpokenProtocol & {
    paths: readonly string[];
  })[];
  /** A new one-time link to the studio. */ openUrl(): string;
  /** Open sockets that speak a protocol, oldest first. */ clients(): ClientFacts[];
  /** Closes those that `choose` names. */
  endClients(choose: (client: Caller) => boolean, code: number, reason: string): void;
  /**
   * Listens on another port. Programs on the old one are told 1012; the studio's own sockets live on for `MOVE_GRACE_MS`, to be told
   * where to go. @throws StudioError `config/invalid` when the port is taken: nothing has changed then.
   */
  moveTo(port: number): Promise<void>;
};
