/** Plays a kept session again: its sound through a live session of its own, so that the picture is drawn anew in step with it. Knows the stage, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { LookChange } from '../../../shared/look-change.ts';
import { type Micros, SPEECH_RATE } from '../../../shared/media.ts';
import type { LiveAsk } from '../stage/live-link.ts';
import type { Stage } from '../stage/stage.ts';
import { PacedFeed } from '../talk/paced-feed.ts';
import { type Look, lookAfter } from './session-look.ts';
import { peaksOf } from './waveform.ts';

/** What the transport shows. */
export type ReplayView = {
  at: 'empty' | 'loading' | 'ready' | 'playing' | 'failed';
  positionMs: number;
  durationMs: number;
  peaks: Float32Array;
  error: ErrorData | null;
};

/** `load` reads a session's sound as 16 kHz mono PCM. */
export type ReplayDeps = {
  stage: Pick<
    Stage,
    | 'view'
    | 'link'
    | 'show'
    | 'tune'
    | 'attach'
    | 'tick'
    | 'position'
    | 'interrupt'
    | 'expectSound'
    | 'unlockSound'
    | 'onSpeech'
  >;
  clock: Clock;
  load(sessionId: string): Promise<Int16Array>;
  /** How it was drawn differently as it went on. */
  changes(sessionId: string): Promise<readonly LookChange[]>;
};

/** Nothing is left to be heard behind this, ms. */
const AT_END_MS = 50;
/** Bars of the waveform. */
const BARS = 400;
const EMPTY: ReplayView = {
  at: 'empty',
  positionMs: 0,
  durationMs: 0,
  peaks: new Float32Array(0),
  error: null,
};

/** Made once for the page; one session at a time. */
export class Replay {
  readonly view: StoreApi<ReplayView> = createStore(() => EMPTY);
  readonly stage: ReplayDeps['stage'];
  readonly #deps: ReplayDeps;
  #samples: Int16Array = new Int16Array(0);
  #feed: PacedFeed | null = null;
  /** All of the sound was handed over. */
  #isFed = false;
  /** Where the running feed began, ms, and when that is heard on the stage's clock; null until it is. */
  #from: { ms: number; at: Micros | null } = { ms: 0, at: null };
  #look: Look | null = null;
  #changes: readonly LookChange[] = [];
  /** How many of the changes are seen now. */
  #changed = 0;
  #serial = 0;

  constructor(deps: ReplayDeps) {
    this.#deps = deps;
    this.stage = deps.stage;
    deps.stage.onSpeech(event => {
      if (this.view.getState().at !== 'playing') return;
      if (event.kind === 'started') this.#from.at ??= this.stage.position();
      if (event.kind === 'ended' && this.#isFed) this.#rest(this.view.getState().durationMs);
      if (event.kind === 'lost') this.#rest(this.view.getState().positionMs);
      if (event.kind === 'failed') this.#fail(event.error);
    });
  }

  /** Loads a session's sound and shows who speaks. */
  async open(sessionId: string, ask: LiveAsk & Look): Promise<void> {
    this.close();
    const serial = ++this.#serial;
    this.view.setState({ ...EMPTY, at: 'loading' });
    this.stage.show(ask);
    this.#look = ask;
    try {
      const { load, changes } = this.#deps;
      const [samples, made] = await Promise.all([load(sessionId), changes(sessionId)]);
      if (serial !== this.#serial) return;
      this.#samples = samples;
      this.#changes = made;
      const durationMs = (samples.length * 1000) / SPEECH_RATE;
      this.view.setState({ at: 'ready', durationMs, peaks: peaksOf(samples, BARS) });
    } catch (error) {
      if (serial === this.#serial) this.#fail(toErrorData(error));
    }
  }

  /** Ends everything. */
  close(): void {
    this.#serial += 1;
    this.#stopFeed();
    this.#samples = new Int16Array(0);
    this.#changes = [];
    this.#changed = 0;
    this.stage.show(null);
    this.view.setState(EMPTY);
  }

  /** Plays on from where it stands, from the beginning after its end. */
  play(): void {
    const { at, positionMs, durationMs } = this.view.getState();
    if (at !== 'ready') return;
    this.stage.unlockSound();
    this.#feedFrom(positionMs > durationMs - AT_END_MS ? 0 : positionMs);
  }

  /** Stands still. */
  pause(): void {
    if (this.view.getState().at !== 'playing') return;
    this.#stopFeed();
    this.stage.interrupt();
    this.view.setState({ at: 'ready' });
  }

  /** Play or pause. */
  toggle(): void {
    if (this.view.getState().at === 'playing') this.pause();
    else this.play();
  }

  /** Goes to a place; what plays, plays on from there. */
  seek(ms: number): void {
    const { at, durationMs } = this.view.getState();
    if (at !== 'ready' && at !== 'playing') return;
    const positionMs = Math.max(0, Math.min(durationMs, ms));
    this.view.setState({ positionMs });
    this.#follow(positionMs);
    if (at !== 'playing') return;
    this.#stopFeed();
    this.stage.interrupt();
    if (positionMs > durationMs - AT_END_MS) this.view.setState({ at: 'ready' });
    else this.#feedFrom(positionMs);
  }

  /** Once per screen refresh. */
  tick(): void {
    this.stage.tick();
    const { at, durationMs } = this.view.getState();
    const now = this.stage.position();
    if (at !== 'playing' || this.#from.at === null || now === null) return;
    const positionMs = Math.min(durationMs, this.#from.ms + (now - this.#from.at) / 1000);
    this.view.setState({ positionMs });
    this.#follow(positionMs);
  }

  /** Shows it as it was drawn at a place. */
  #follow(ms: number): void {
    const count = this.#changes.filter(({ atMs }) => atMs <= ms).length;
    if (this.#look === null || count === this.#changed) return;
    this.#changed = count;
    const { portrait, compositor } = lookAfter(this.#look, this.#changes.slice(0, count));
    this.stage.tune({ portrait, compositor });
  }

  #feedFrom(ms: number): void {
    this.#follow(ms);
    this.#from = { ms, at: null };
    this.#isFed = false;
    this.view.setState({ at: 'playing', positionMs: ms });
    this.stage.expectSound();
    this.#feed = new PacedFeed({
      clock: this.#deps.clock,
      samples: this.#samples.subarray(Math.round((ms * SPEECH_RATE) / 1000)),
      send: piece => this.stage.link.audio(piece),
      progress: () => {},
      done: complete => {
        this.#isFed = complete;
        if (complete) this.stage.link.flush();
      },
    });
  }

  #stopFeed(): void {
    this.#feed?.stop();
    this.#feed = null;
  }

  #rest(positionMs: number): void {
    this.#stopFeed();
    this.view.setState({ at: 'ready', positionMs });
  }

  #fail(error: ErrorData): void {
    this.#stopFeed();
    this.view.setState({ at: 'failed', error });
  }
}
