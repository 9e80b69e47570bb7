/** What was said last, kept so that any part of it can be heard and seen again. Knows the stage and talk, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { SPEECH_RATE } from '../../../shared/media.ts';
import type { Stage } from '../stage/stage.ts';
import { StreamResampler } from '../stage/stream-resampler.ts';
import { toPcm16 } from '../talk/pcm-chunker.ts';
import type { Silence, Talk } from '../talk/talk.ts';

/** Longest kept, ms; more is let go. */
const LONGEST_MS = 120_000;

/** A part of it, ms. */
export type Part = { readonly from: number; readonly to: number };

/** `from`: where the part that plays begins, ms; `since`: when it began to be heard, wall clock ms, null while silent; `loop`: what plays over and over. */
export type ReelView = { durationMs: number; from: number; since: number | null; loop: Part | null };

/** What it needs. */
export type ReelDeps = {
  stage: Pick<Stage, 'onSound' | 'onSpeech'>;
  talk: Pick<Talk, 'playSamples' | 'onSilence' | 'stop'>;
  /** Somebody speaks: what is heard belongs to it. */ isTalking(): boolean;
  wallMs(): number;
};

/** One for a screen while it is open. */
export class Reel {
  readonly view: StoreApi<ReelView> = createStore<ReelView>(() => ({
    durationMs: 0,
    from: 0,
    since: null,
    loop: null,
  }));
  readonly #deps: ReelDeps;
  readonly #stop: readonly (() => void)[];
  #kept = new Int16Array(0);
  #pieces: Int16Array[] = [];
  #length = 0;
  #line: { rate: number; resampler: StreamResampler } | null = null;
  #isReplay = false;
  #isStarting = false;

  constructor(deps: ReelDeps) {
    this.#deps = deps;
    this.#stop = [
      deps.stage.onSound((samples, rate) => this.#hear(samples, rate)),
      deps.stage.onSpeech(({ kind }) => kind === 'started' && this.#began()),
      deps.talk.onSilence(why => this.#ended(why)),
    ];
  }

  /** Where in it we are, ms. */
  position(): number {
    const { from, since, durationMs, loop } = this.view.getState();
    return since === null ? from : Math.min(loop?.to ?? durationMs, from + this.#deps.wallMs() - since);
  }

  /** Plays from a place on, ms, to the end, or to that of the loop. */
  async play(from: number): Promise<void> {
    const { loop } = this.view.getState();
    const place = (ms: number): number => Math.round((ms * SPEECH_RATE) / 1000);
    const at = Math.max(0, Math.min(this.#kept.length - 1, place(from)));
    if (this.#kept.length === 0) return;
    this.view.setState({ from, since: null });
    this.#isStarting = true;
    const end = loop === null ? this.#kept.length : place(loop.to);
    await this.#deps.talk.playSamples(this.#kept.subarray(at, end), '');
    this.#isStarting = false;
    this.#isReplay = true;
  }

  /** Plays a part over and over; null: no more, and silence. */
  async loop(part: Part | null): Promise<void> {
    this.view.setState({ loop: part });
    await (part === null ? this.#deps.talk.stop() : this.play(part.from));
  }

  /** Ends it. */
  close(): void {
    for (const stop of this.#stop) stop();
  }

  #hear(samples: Float32Array, rate: number): void {
    if (this.#isReplay || !this.#deps.isTalking() || this.#length > (LONGEST_MS * SPEECH_RATE) / 1000) return;
    if (this.#line?.rate !== rate) this.#line = { rate, resampler: new StreamResampler(rate, SPEECH_RATE) };
    this.#take(this.#line.resampler.push(samples));
  }

  #take(samples: Float32Array): void {
    this.#pieces.push(Int16Array.from(samples, toPcm16));
    this.#length += samples.length;
  }

  #began(): void {
    // A recording begins anew after every pause in it.
    if (this.view.getState().since === null) this.view.setState({ since: this.#deps.wallMs() });
  }

  #ended(why: Silence): void {
    if (!this.#isReplay && why === 'done') this.#keep();
    this.#pieces = [];
    this.#length = 0;
    this.#line = null;
    this.#isReplay = false;
    if (this.#isStarting) return;
    const { loop } = this.view.getState();
    this.view.setState({ from: 0, since: null, ...(why === 'done' ? {} : { loop: null }) });
    if (why === 'done' && loop !== null) void this.play(loop.from);
  }

  #keep(): void {
    if (this.#line !== null) this.#take(this.#line.resampler.flush());
    const kept = new Int16Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      kept.set(piece, at);
      at += piece.length;
    }
    this.#kept = kept;
    this.view.setState({ durationMs: (kept.length * 1000) / SPEECH_RATE });
  }
}
