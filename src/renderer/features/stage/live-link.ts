/** One live session on the native protocol that mends itself: opens, creates, talks, comes back. Knows no picture, no sound, no React. */
import type { Clock } from '../../../shared/clock.ts';
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { ErrorData } from '../../../shared/errors.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { decodeLiveUnit, type LiveUnit, MAGIC } from '../../../shared/native-protocol.ts';
import type { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import { Reconnect } from '../../transport/reconnect.ts';
import type { OpenSocket, Socket } from '../../transport/socket.ts';
import { errorOf, type LiveMessage, readLiveMessage } from './live-messages.ts';

/** Where the native protocol lives. */
export const LIVE_PATH = '/v1/avatar/realtime';

/** What the stage asks for. */
export type LiveAsk = {
  avatarId: string;
  width: number;
  height: number;
  fps: number;
  /** Behind pictures with alpha: `#rrggbb`, or a picture of the library; `transparent` keeps it; absent: as the avatar's profile says. */
  background?: string | { avatar_id: string };
  /** Hear what the mouth says. */ visemes?: boolean;
  renderer?: RendererId;
  portrait: PortraitOptions;
  compositor: CompositorOptions;
  /** Several settings side by side in one frame, `width` wide each. */ compare?: readonly {
    renderer?: RendererId;
    portrait: PortraitOptions;
    compositor: CompositorOptions;
    label: string;
  }[];
  /** Shown instead of the stored mouth. */ mouth_metadata?: MouthMetadata;
  /** false: the session leaves no record. */ keep?: boolean;
};

/** What can change while a session runs. */
export type LivePatch = Partial<Pick<LiveAsk, 'portrait' | 'compositor' | 'compare' | 'mouth_metadata'>>;

/** Text for the server's voices. */
export type SpeakAsk = {
  id: string;
  text: string;
  language: 'auto' | 'en' | 'zh';
  voiceId: string | null;
  rate: number;
  pitch: number;
};

/** Where a link stands. `lost`: it tries again by itself. `refused`: the server said no; a new ask may help. */
export type LinkState =
  | { at: 'none' }
  | { at: 'connecting' }
  | { at: 'creating' }
  | {
      at: 'live';
      sessionId: string;
      width: number;
      height: number;
      fps: number;
      renderer: string | null;
      /** Frames carry their alpha below them. */ hasAlpha: boolean;
    }
  | { at: 'lost'; failures: number }
  | { at: 'refused'; error: ErrorData };

/** What a link tells. */
export type LinkEvents = {
  state(state: LinkState): void;
  unit(unit: LiveUnit): void;
  message(message: LiveMessage): void;
};

const QUEUE_LIMIT_BYTES = 1_000_000;
/** A slider that is dragged tells more than a server can draw: a frame's time apart is enough. */
const UPDATE_EVERY_MS = 40;

/** Opens sockets only while something is asked for. */
export class LiveLink {
  readonly #openSocket: OpenSocket;
  readonly #events: LinkEvents;
  readonly #clock: Clock;
  readonly #reconnect: Reconnect;
  #socket: Socket | null = null;
  #ask: LiveAsk | null = null;
  #state: LinkState = { at: 'none' };
  #droppedAudio = 0;
  /** Changes that wait; null: none was sent just now. */
  #unsent: LivePatch | null = null;
  #serial = 0;

  constructor(deps: { openSocket: OpenSocket; clock: Clock; events: LinkEvents }) {
    this.#openSocket = deps.openSocket;
    this.#events = deps.events;
    this.#clock = deps.clock;
    this.#reconnect = new Reconnect({ clock: deps.clock, attempt: () => this.#connect() });
  }

  /** State now. */
  get state(): LinkState {
    return this.#state;
  }

  /** Pieces of sound not sent because the socket's queue was over 1 MB or no session was live. */
  get droppedAudio(): number {
    return this.#droppedAudio;
  }

  /** Shows another avatar, or the same with another format. null ends the session. */
  show(ask: LiveAsk | null): void {
    this.#ask = ask;
    if (ask === null) this.#hangUp({ at: 'none' });
    else if (this.#socket === null) this.#connect();
    else if (this.#state.at === 'live' || this.#state.at === 'refused' || this.#state.at === 'creating')
      this.#create();
  }

  /** Says a text. False when no session is live. */
  speak(ask: SpeakAsk): boolean {
    const { voiceId, ...rest } = ask;
    return this.#send({ type: 'speech.text', ...rest, ...(voiceId === null ? {} : { voice: voiceId }) });
  }

  /** Sends PCM, 16 kHz mono, any length. False when it was dropped. */
  audio(samples: Int16Array): boolean {
    if (
      this.#state.at !== 'live' ||
      this.#socket === null ||
      this.#socket.queuedBytes() > QUEUE_LIMIT_BYTES
    ) {
      this.#droppedAudio += 1;
      return false;
    }
    const message = new Uint8Array(4 + samples.length * 2);
    for (let i = 0; i < 4; i++) message[i] = MAGIC.audio.charCodeAt(i);
    const view = new DataView(message.buffer);
    for (let i = 0; i < samples.length; i++) view.setInt16(4 + i * 2, samples[i]!, true);
    this.#socket.sendBinary(message);
    return true;
  }

  /** No more sound in this turn. */
  flush(): boolean {
    return this.#send({ type: 'session.flush' });
  }

  /** Stops speech at once. */
  interrupt(): boolean {
    return this.#send({ type: 'session.interrupt' });
  }

  /** Keeps what is heard from `from` (µs of the session; null: now) on. */
  startTake(name: string, from: number | null): boolean {
    return this.#send({ type: 'take.start', name, ...(from === null ? {} : { pts_us: Math.max(0, from) }) });
  }

  /** Ends the take. */
  stopTake(): boolean {
    return this.#send({ type: 'take.stop' });
  }

  /** Changes settings between frames; kept for the next reconnect. The first is sent at once, what follows closely goes together. */
  update(config: LivePatch): void {
    if (this.#ask !== null) this.#ask = { ...this.#ask, ...config };
    if (this.#unsent !== null) {
      this.#unsent = { ...this.#unsent, ...config };
      return;
    }
    this.#send({ type: 'session.update', config });
    this.#unsent = {};
    this.#clock.after(UPDATE_EVERY_MS, () => {
      const rest = this.#unsent;
      this.#unsent = null;
      if (rest !== null && Object.keys(rest).length > 0) this.update(rest);
    });
  }

  /** Tries a lost or refused connection now. */
  retry(): void {
    if (this.#state.at === 'lost') this.#reconnect.now();
    else if (this.#state.at === 'refused') this.show(this.#ask);
  }

  /** Ends everything. */
  close(): void {
    this.#reconnect.close();
    this.#hangUp({ at: 'none' });
  }

  #become(state: LinkState): void {
    this.#state = state;
    this.#events.state(state);
  }

  #hangUp(state: LinkState): void {
    this.#serial += 1;
    this.#socket?.close();
    this.#socket = null;
    this.#become(state);
  }

  #send(message: object): boolean {
    if (this.#state.at !== 'live' || this.#socket === null) return false;
    this.#socket.sendText(JSON.stringify(message));
    return true;
  }

  #connect(): void {
    if (this.#ask === null || this.#socket !== null) return;
    if (this.#reconnect.failures === 0) this.#become({ at: 'connecting' });
    this.#serial += 1;
    const serial = this.#serial;
    const current = (handle: () => void) => () => serial === this.#serial && handle();
    this.#socket = this.#openSocket(LIVE_PATH, {
      opened: current(() => this.#create()),
      text: text => current(() => this.#receive(text))(),
      binary: bytes => current(() => this.#receiveBinary(bytes))(),
      closed: current(() => {
        this.#socket = null;
        this.#reconnect.failed();
        this.#become({ at: 'lost', failures: this.#reconnect.failures });
      }),
    });
  }

  #create(): void {
    if (this.#ask === null || this.#socket === null) return;
    const { avatarId, ...asked } = this.#ask;
    this.#become({ at: 'creating' });
    const config = { delivery: 'live', ...asked };
    const message = {
      type: 'session.create',
      model: 'portrait',
      inputs: { avatar_id: avatarId, prompt: '' },
      config,
    };
    this.#socket.sendText(JSON.stringify(message));
  }

  #receiveBinary(bytes: Uint8Array): void {
    if (this.#state.at !== 'live') return;
    const unit = decodeLiveUnit(bytes);
    if (unit !== null) this.#events.unit(unit);
  }

  #receive(text: string): void {
    const message = readLiveMessage(text);
    if (message === null) return;
    if (message.type === 'session.created') {
      this.#reconnect.held();
      const { width, height, fps } = message.video;
      this.#become({
        at: 'live',
        sessionId: message.session_id,
        width,
        height,
        fps,
        renderer: message.renderer ?? null,
        hasAlpha: message.video.alpha === 'stacked',
      });
    } else if (message.type === 'error' && this.#state.at === 'creating')
      this.#become({ at: 'refused', error: errorOf(message) });
    this.#events.message(message);
  }
}
