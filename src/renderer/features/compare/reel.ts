/** What was said last, kept so that any part of it can be heard and seen again. Knows the stage and talk, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { SPEECH_RATE } from '../../../shared/media.ts';
import type { SpeechEvent, Stage } from '../stage/stage.ts';
import { StreamResampler } from '../stage/stream-resampler.ts';
import { toPcm16 } from '../talk/pcm-chunker.ts';
import type { Talk } from '../talk/talk.ts';

/** Longest kept, ms; more is let go. */
const LONGEST_MS = 120_000;

/** `from`: where the part that plays begins, ms; `since`: when it began to be heard, wall clock ms, null while silent. */
export type ReelView = { durationMs: number; from: number; since: number | null };

/** What it needs. */
export type ReelDeps = {
  stage: Pick<Stage, 'onSound' | 'onSpeech'>;
  talk: Pick<Talk, 'playSamples'>;
  wallMs(): number;
};

/** One for a screen while it is open. */
export class Reel {
  readonly view: StoreApi<ReelView> = createStore<ReelView>(() => ({ durationMs: 0, from: 0, since: null }));
  readonly #deps: ReelDeps;
  readonly #stop: readonly (() => void)[];
  #kept = new Int16Array(0);
  #pieces: Int16Array[] = [];
  #length = 0;
  #line: { rate: number; resampler: StreamResampler } | null = null;
  #isReplay = false;

  constructor(deps: ReelDeps) {
    this.#deps = deps;
    this.#stop = [
      deps.stage.onSound((samples, rate) => this.#hear(samples, rate)),
      deps.stage.onSpeech(event => this.#told(event)),
    ];
  }

  /** Where in it we are, ms. */
  position(): number {
    const { from, since, durationMs } = this.view.getState();
    return since === null ? from : Math.min(durationMs, from + this.#deps.wallMs() - since);
  }

  /** Plays from a place on, ms. */
  async play(from: number): Promise<void> {
    const at = Math.max(0, Math.min(this.#kept.length - 1, Math.round((from * SPEECH_RATE) / 1000)));
    if (this.#kept.length === 0) return;
    this.view.setState({ from, since: null });
    await this.#deps.talk.playSamples(this.#kept.subarray(at), '');
    this.#isReplay = true;
  }

  /** Ends it. */
  close(): void {
    for (const stop of this.#stop) stop();
  }

  #hear(samples: Float32Array, rate: number): void {
    if (this.#isReplay || this.#length > (LONGEST_MS * SPEECH_RATE) / 1000) return;
    if (this.#line?.rate !== rate) this.#line = { rate, resampler: new StreamResampler(rate, SPEECH_RATE) };
    this.#take(this.#line.resampler.push(samples));
  }

  #take(samples: Float32Array): void {
    this.#pieces.push(Int16Array.from(samples, toPcm16));
    this.#length += samples.length;
  }

  #told({ kind }: SpeechEvent): void {
    if (kind === 'started') {
      this.view.setState(({ from }) => ({ from: this.#isReplay ? from : 0, since: this.#deps.wallMs() }));
      return;
    }
    if (!this.#isReplay && kind === 'ended') this.#keep();
    this.#pieces = [];
    this.#length = 0;
    this.#line = null;
    this.#isReplay = false;
    this.view.setState({ from: 0, since: null });
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
