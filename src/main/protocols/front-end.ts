/** The contract between the gateway and a protocol: routes in, dialogues out. A front-end never sees `ws` or `http` directly. */

import type { AvatarInput, Background, FrameFolder } from '../../shared/avatar.ts';
import type { Clock } from '../../shared/clock.ts';
import type { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { ModelKind } from '../../shared/model-manifest.ts';
import type { RendererId } from '../../shared/renderer-options/renderer-choice.ts';
import type { TokenScope } from '../../shared/studio/access.ts';
import type { SessionOpener } from '../engine/session.ts';
import type { SpeechService } from '../speech/speech-service-contract.ts';

/** One WebSocket as a dialogue sees it. */
export type Connection = {
  readonly id: string;
  /** Request path and query of the upgrade. */ readonly path: string;
  readonly query: URLSearchParams;
  /** Origin header or null, user agent or null: for the record of who is connected. */ readonly origin:
    | string
    | null;
  readonly userAgent: string | null;
  /** The studio's own page. */ readonly isOwnPage?: boolean;
  /** What began on the connection of that id goes on here. */ continues?(id: string): void;
  sendText(text: string): void;
  /** False when the peer's queue is over its bound and the message was dropped (only `droppable` ones are). */
  sendBinary(bytes: Uint8Array, options?: { droppable?: boolean }): boolean;
  /** Bytes queued for this peer. */ readonly queuedBytes: number;
  /** Stops reading from this peer until `resume`; what was read already still comes. */ pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
};

/** What a front-end does with one connection. Handlers never throw: errors become messages of the protocol. */
export type Dialogue = {
  onText(text: string): void;
  onBinary(bytes: Uint8Array): void;
  /** Once. 1006: the connection broke. */ onClose(end?: { code: number; reason: string }): void;
};

/** A plain HTTP answer. */
export type HttpReply = { status: number; headers?: Record<string, string>; body: string | Uint8Array };

/**
 * What a message is, for people who look at the traffic. Offsets are bytes of the message; frames are JPEGs, sound is PCM s16le.
 * `type` is the wire's own word: "session.create", "VIDX".
 */
export type MessageShape = {
  type: string;
  headers: readonly { name: string; value: string }[];
  frames?: readonly { offset: number; length: number }[];
  sound?: { offset: number; length: number };
};

/** What the gateway has to know of a route of a protocol. A route without it is the studio's own. */
export type SpokenProtocol = {
  /** Id under which users switch it on and off. */ id: string;
  /** The text that tells a client why it is not let in. */ refusal(error: StudioError): string;
  /** Reads any message of either side; never throws. */ inspect(message: string | Uint8Array): MessageShape;
};

/** One route. `protocol`: absent for the studio's own. `scope`: a named token with it opens the route. */
export type Route =
  | {
      kind: 'ws';
      path: string;
      maxMessageBytes: number;
      protocol?: SpokenProtocol;
      scope?: TokenScope;
      open(connection: Connection): Dialogue;
    }
  | {
      kind: 'http';
      protocol?: SpokenProtocol;
      scope?: TokenScope;
      method: 'GET' | 'POST';
      path: string;
      /** Default: the gateway's own bound. */ maxBodyBytes?: number;
      answer(request: { query: URLSearchParams; body: Uint8Array }): Promise<HttpReply>;
    };

/** What front-ends tell the figures page. Calls never throw. */
export type Meter = {
  /** One lock-step answer; `replyMs` from the last byte in to the last byte handed to the socket. */
  chunk(facts: { protocol: string; frames: number; replyMs: number }): void;
  /** A frame of a live session was handed to its socket. */ liveFrame(): void;
  /** An error was answered; `code` as on the wire. */ error(protocol: string, code: string): void;
  /** Frames left out for a client that does not read. */ dropped(frames: number): void;
};

/** A meter that measures nothing. */
export const silentMeter: Meter = { chunk() {}, liveFrame() {}, error() {}, dropped() {} };

/** A socket this server opened to another one. */
export type Upstream = {
  sendText(text: string): void;
  sendBinary(bytes: Uint8Array): void;
  /** Bytes queued for the other server. */ readonly queuedBytes: number;
  /** Stops reading from there until `resume`. */ pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
};

/** What is heard from there. `onClose` comes once; `clean` false: the connection broke without a goodbye. */
export type UpstreamEvents = {
  onText(text: string): void;
  onBinary(bytes: Uint8Array): void;
  onClose(end: { code: number; reason: string; clean: boolean }): void;
};

/** Opens one. Errors: `model/unreachable`. Events may come before the promise is settled; none after a rejection. */
export type Dial = (
  url: string,
  events: UpstreamEvents,
  options?: { openMs?: number; signal?: AbortSignal },
) => Promise<Upstream>;

/** What the user of a stored avatar settled; null: nothing. */
export type StoredDefaults = {
  background: Background | null;
  renderer: RendererId | null;
  voiceId: string | null;
  rate: number | null;
  pitch: number | null;
};

/** What front-ends may use. */
export type FrontEndDeps = {
  sessions: SessionOpener;
  speech: SpeechService;
  clock: Clock;
  log: Log;
  /** Pictures of stored avatars by id, for clients that name one instead of sending it. */
  avatars: {
    /** Framed for a frame of this size where its user did so. */
    picture(avatarId: string, frame?: { width: number; height: number }): Promise<AvatarInput | null>;
    /** What its user settled for what a client leaves open; absent: nothing. */
    defaults?(avatarId: string): Promise<StoredDefaults | null>;
  };
  /** A film on this machine (absolute path) as frames with their mouths, made once and kept; absent: none are. Errors: avatar/unreadable, avatar/too-large, engine/*, store/failed. */
  films?: {
    frames(file: string): Promise<Pick<FrameFolder, 'dir' | 'metadataPath' | 'fps' | 'preprocessed'>>;
  };
  /** `fake` answers flat frames without an engine; `resident` is the embedded engine; `proxy` other servers, and the engine for the studio alone. */
  runtime: 'fake' | 'resident' | 'proxy';
  meter?: Meter;
  /** Absent: no other server can be reached. */ dial?: Dial;
  /** Kinds of the neural models that are installed; absent: none. */ installedModels?: () => Promise<
    readonly ModelKind[]
  >;
  /** True where MuseTalk is installed and only the processor could draw it; absent: it can be drawn. */ museTalkNeedsGpu?: () => Promise<boolean>;
  /** The studio's settings that concern other programs; absent: their defaults. */ preferences?: () => {
    wav2lipRenderer: 'auto' | 'portrait' | 'wav2lip';
    musetalkRenderer: 'auto' | 'portrait' | 'musetalk';
    frameRoots: readonly string[];
  };
};

/** A protocol as listed by allFrontEnds. */
export type FrontEndDefinition = { id: string; create(deps: FrontEndDeps): { routes: readonly Route[] } };
