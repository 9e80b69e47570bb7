/** The stage: one live session seen and heard. Joins link, playback and timeline; React only reads its store. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import type { ErrorData } from '../../../shared/errors.ts';
import type { Micros } from '../../../shared/media.ts';
import type { OpenSocket } from '../../transport/socket.ts';
import { type LinkState, type LiveAsk, LiveLink, type LivePatch, type SpeakAsk } from './live-link.ts';
import { errorOf, figuresOf, type LiveMessage, type ServerFigures, wordsOf } from './live-messages.ts';
import { Playback, type PlaybackFigures } from './playback.ts';
import type { SoundOut, SoundState } from './sound-out.ts';
import { SpeechTimeline } from './speech-timeline.ts';

/** What the screen shows of the stage. Figures change four times a second. */
export type StageView = {
  link: LinkState;
  sound: SoundState | 'none';
  speaking: boolean;
  /** A first frame of this session was drawn. */ pictured: boolean;
  figures: PlaybackFigures;
  server: ServerFigures;
  /** From asking for speech to hearing it, ms. */ latencyMs: number | null;
  framesShown: number;
};

/** Speech was heard to its end, was refused, or the session broke. */
export type SpeechEvent =
  | { kind: 'started' }
  /** Silence follows; `spokenTo` is the position in the text asked for after its last word, null without words. */
  | { kind: 'ended'; spokenTo: number | null }
  | { kind: 'failed'; error: ErrorData }
  | { kind: 'lost' };

/** What the stage needs from the page. */
export type StageDeps = {
  openSocket: OpenSocket;
  clock: Clock;
  sound: SoundOut | null;
  wallMs: () => number;
  /** `size`: of a frame with its alpha stacked below it. */ decode(
    bytes: Uint8Array,
    size: { width: number; height: number } | null,
  ): Promise<ImageBitmap>;
};

const FIGURES_EVERY_MS = 250;
/** A change is drawn and here within this time on a slow machine too. */
const HURRY_MS = 500;
const NO_FIGURES: PlaybackFigures = {
  fps: 0,
  offsetMs: null,
  slackMs: null,
  skipped: 0,
  late: 0,
  starvedMs: 0,
};
const NO_SERVER_FIGURES: ServerFigures = {
  inferMs: null,
  encodeMs: null,
  framesSent: null,
  framesDropped: null,
};

/** Made once for the page. */
export class Stage {
  readonly view: StoreApi<StageView>;
  readonly timeline = new SpeechTimeline();
  readonly link: LiveLink;
  readonly #deps: StageDeps;
  readonly #playback: Playback<ImageBitmap>;
  readonly #listeners = new Set<(event: SpeechEvent) => void>();
  readonly #ears = new Set<(samples: Float32Array, rate: number) => void>();
  readonly #readers = new Set<(message: LiveMessage) => void>();
  #canvas: HTMLCanvasElement | null = null;
  #marks: { name: string; pts: Micros }[] = [];
  #askedAtMs: number | null = null;
  #heardFrom: Micros | null = null;
  #spokenTo: number | null = null;
  #framesShown = 0;
  #figuresAtMs = 0;
  #monitor = true;

  constructor(deps: StageDeps) {
    this.#deps = deps;
    const { sound } = deps;
    this.view = createStore<StageView>(() => ({
      link: { at: 'none' },
      sound: sound?.state() ?? 'none',
      speaking: false,
      pictured: false,
      figures: NO_FIGURES,
      server: NO_SERVER_FIGURES,
      latencyMs: null,
      framesShown: 0,
    }));
    sound?.watch(state => this.view.setState({ sound: state }));
    this.#playback = new Playback<ImageBitmap>({
      sound,
      wallMs: deps.wallMs,
      decode: bytes => {
        const { state } = this.link;
        return deps.decode(bytes, state.at === 'live' && state.hasAlpha ? state : null);
      },
      draw: frame => this.#draw(frame),
      heardSoon: (pts, samples, rate) => {
        if (this.#askedAtMs !== null) this.#heardFrom ??= pts;
        this.timeline.addSound(pts, samples, rate);
        for (const ear of this.#ears) ear(samples, rate);
      },
    });
    this.link = new LiveLink({
      openSocket: deps.openSocket,
      clock: deps.clock,
      events: {
        state: state => this.#linked(state),
        unit: unit => this.#playback.receive(unit),
        message: message => this.#told(message),
      },
    });
  }

  /** Session time that is seen and heard now. */
  position(): Micros | null {
    return this.#playback.position();
  }

  /** Where frames are drawn; null while no stage is on screen. */
  attach(canvas: HTMLCanvasElement | null): void {
    this.#canvas = canvas;
    this.#size(this.view.getState().link);
  }

  /** Shows an avatar, or nothing. */
  show(ask: LiveAsk | null): void {
    // A picture of somebody else must not stay, not even while the connection is lost.
    this.view.setState({ pictured: false });
    this.link.show(ask);
  }

  /** Says a text; false when no session is live. The end is announced to `onSpeech`. */
  speak(ask: SpeakAsk): boolean {
    this.#ask();
    return this.link.speak(ask);
  }

  /** Speech from the page begins: latency is measured from here. */
  expectSound(): void {
    this.#ask();
  }

  /** Changes how it looks; the change is seen as soon as it is drawn, for a moment ahead of the sound. */
  tune(change: LivePatch): void {
    this.link.update(change);
    this.#playback.hurry(HURRY_MS);
  }

  /** Stops speech at once, here and at the server. */
  interrupt(): void {
    this.link.interrupt();
    const position = this.position();
    if (position !== null) this.timeline.cut(position);
    this.#playback.interrupt();
    this.#marks = [];
    this.#askedAtMs = null;
    this.view.setState({ speaking: false });
  }

  /** Whether the avatar's own sound is played; off while a microphone drives it, or it would hear itself. */
  setMonitor(on: boolean): void {
    this.#monitor = on;
    this.#deps.sound?.setMuted(!this.#monitor);
  }

  /** Asks for sound; call it in a user's gesture. */
  unlockSound(): void {
    void this.#deps.sound?.unlock();
  }

  /** Announces ends and failures of speech. */
  onSpeech(listener: (event: SpeechEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears the sound of the session, a little before it is heard. */
  onSound(ear: (samples: Float32Array, rate: number) => void): () => void {
    this.#ears.add(ear);
    return () => this.#ears.delete(ear);
  }

  /** Hears every message of the session. */
  onMessage(reader: (message: LiveMessage) => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** Once per screen refresh. */
  tick(): void {
    const position = this.#playback.tick();
    const now = this.#deps.wallMs();
    if (position !== null) this.#passMarks(position, now);
    if (now - this.#figuresAtMs < FIGURES_EVERY_MS) return;
    this.#figuresAtMs = now;
    this.view.setState({ figures: this.#playback.figures(), framesShown: this.#framesShown });
  }

  #ask(): void {
    this.#askedAtMs = this.#deps.wallMs();
    this.#heardFrom = null;
    this.#spokenTo = null;
  }

  #passMarks(position: Micros, now: number): void {
    if (this.#askedAtMs !== null && this.#heardFrom !== null && position >= this.#heardFrom) {
      this.view.setState({ latencyMs: now - this.#askedAtMs });
      this.#askedAtMs = null;
    }
    while (this.#marks.length > 0 && this.#marks[0]!.pts <= position) {
      const { name } = this.#marks.shift()!;
      if (name === 'speech-start') {
        this.view.setState({ speaking: true });
        this.#announce({ kind: 'started' });
      }
      if (name !== 'speech-end') continue;
      this.view.setState({ speaking: false });
      this.#announce({ kind: 'ended', spokenTo: this.#spokenTo });
    }
  }

  #announce(event: SpeechEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #linked(link: LinkState): void {
    if (link.at === 'live') {
      this.#playback.restart();
      this.timeline.clear();
      this.#marks = [];
      this.#size(link);
    }
    if (link.at === 'live' || link.at === 'lost' || link.at === 'none')
      this.view.setState({ speaking: false, server: NO_SERVER_FIGURES });
    if (link.at === 'creating' || link.at === 'none') this.view.setState({ pictured: false });
    if (link.at === 'lost' && this.view.getState().link.at === 'live') this.#announce({ kind: 'lost' });
    this.view.setState({ link });
  }

  #told(message: LiveMessage): void {
    for (const reader of this.#readers) reader(message);
    if (message.type === 'mark') this.#marks.push({ name: message.name, pts: message.pts_us });
    else if (message.type === 'speech.words') this.#addWords(message);
    else if (message.type === 'viseme') this.timeline.addViseme(message.pts_us, message.name);
    else if (message.type === 'stats') this.view.setState({ server: figuresOf(message) });
    else if (message.type === 'error' && this.link.state.at === 'live')
      this.#announce({ kind: 'failed', error: errorOf(message) });
  }

  #addWords(message: Extract<LiveMessage, { type: 'speech.words' }>): void {
    this.timeline.addWords(message.pts_us, wordsOf(message));
    const last = message.words.at(-1);
    if (last?.offset !== undefined) this.#spokenTo = last.offset + last.text.length;
  }

  #size(link: LinkState): void {
    if (this.#canvas === null || link.at !== 'live') return;
    this.#canvas.width = link.width;
    this.#canvas.height = link.height;
  }

  #draw(frame: ImageBitmap): void {
    // What was on its way when its session ended is nobody's picture any more.
    if (this.link.state.at !== 'live') return;
    this.#framesShown += 1;
    const context = this.#canvas?.getContext('2d');
    if (context) {
      // Nothing of the frame before shows through one with alpha.
      context.globalCompositeOperation = 'copy';
      context.drawImage(frame, 0, 0);
    }
    if (!this.view.getState().pictured) this.view.setState({ pictured: true });
  }
}
