/** A session as fast as it can be made: each chunk of speech is answered by the frames whose time has begun. Knows no clock and no wire. */
import type { FrameAsk } from '../../shared/engine-link.ts';
import { frameMicros, framesBegun, SPEECH_RATE } from '../../shared/media.ts';
import type { EngineLeg } from './engine-leg.ts';
import type { FramePolicy, LockStepResult, LockStepSession } from './session.ts';
import { SessionControls, type SessionFacts } from './session-controls.ts';

// After the last chunk the mouth still has to close: longest release of a vowel, as frames of 200 ms.
const TAIL_SECONDS = 0.2;

// The reference's mel: a column every 12.5 ms of sound, one more than that with its centred windows, 16 of them a frame.
const MEL_HOP = 200;
const MEL_COLUMNS_PER_SECOND = 80;
const MEL_WINDOW = 16;

/** How many frames have all their mel columns after `samples` of a stream, as the reference counts: 24 for 17,920 at 25 fps. */
export const framesHeard = (samples: number, fps: number): number => {
  const lastStart = 1 + Math.floor(samples / MEL_HOP) - MEL_WINDOW;
  // Frame i starts at column ⌊80 i / fps⌋: the largest i that starts at `lastStart` or before, plus one.
  return lastStart < 0 ? 0 : Math.ceil(((lastStart + 1) * fps) / MEL_COLUMNS_PER_SECOND);
};

/** See LockStepSession. The stream of frames is continuous over turns, so that blinks and breath go on. */
export class LockStep extends SessionControls implements LockStepSession {
  readonly #leg: EngineLeg;
  readonly #onAudio: (samples: Int16Array) => void;
  readonly #policy: FramePolicy;
  #queue: Promise<unknown> = Promise.resolve();
  #turn = 1;
  #samples = 0;
  #framesInTurn = 0;
  #lifeFrames = 0;

  constructor(
    leg: EngineLeg,
    facts: SessionFacts,
    onAudio: (samples: Int16Array) => void,
    policy: FramePolicy = 'complete',
  ) {
    super(leg, facts);
    this.#leg = leg;
    this.#onAudio = onAudio;
    this.#policy = policy;
  }

  renderChunk(samples: Int16Array): Promise<LockStepResult> {
    return this.#inOrder(async turn => {
      this.#onAudio(samples);
      this.#samples += samples.length;
      this.tally.audioMicros += (samples.length * 1_000_000) / SPEECH_RATE;
      const due = this.#due(this.#policy) - this.#framesInTurn;
      if (due > 0 || this.#policy === 'complete') return this.#render(turn, samples, false, due);
      return this.#renderStill(turn, samples);
    });
  }

  flush(): Promise<LockStepResult> {
    return this.#inOrder(async turn => {
      if (this.#samples === 0) return { jpegs: [], inferMs: 0, encodeMs: 0 };
      const owed = this.#due('complete') - this.#framesInTurn;
      const tail = Math.round(TAIL_SECONDS * this.format.fps);
      const result = await this.#render(turn, null, true, owed + tail);
      this.interrupt();
      return result;
    });
  }

  interrupt(): void {
    this.#turn += 1;
    this.#samples = 0;
    this.#framesInTurn = 0;
    this.#leg.interrupt(this.#turn);
  }

  /** Frames of this turn that may have been drawn by now. */
  #due(policy: FramePolicy): number {
    const { fps } = this.format;
    return policy === 'complete'
      ? framesBegun(this.#samples, SPEECH_RATE, fps)
      : framesHeard(this.#samples, fps);
  }

  /** The reference answers a chunk too short for a frame with one that does not speak and does not count. */
  async #renderStill(turn: number, pcm: Int16Array): Promise<LockStepResult> {
    const lifeMicros = frameMicros(this.#lifeFrames, this.format.fps);
    const frames = [{ lifeMicros, speechMicros: null }];
    const result = await this.#leg.render({ turn, pcm, utterance: null, endTurn: false, frames });
    this.tally.rendered(result.jpegs, result.inferMs, result.encodeMs);
    return result;
  }

  async #render(
    turn: number,
    pcm: Int16Array | null,
    endTurn: boolean,
    count: number,
  ): Promise<LockStepResult> {
    const { fps } = this.format;
    const frames: FrameAsk[] = Array.from({ length: count }, (_, i) => ({
      lifeMicros: frameMicros(this.#lifeFrames + i, fps),
      speechMicros: frameMicros(this.#framesInTurn + i, fps),
    }));
    const result = await this.#leg.render({ turn, pcm, utterance: null, endTurn, frames });
    if (turn === this.#turn) this.#framesInTurn += count;
    this.#lifeFrames += count;
    this.tally.rendered(result.jpegs, result.inferMs, result.encodeMs);
    return result;
  }

  #inOrder<T>(work: (turn: number) => Promise<T>): Promise<T> {
    const run = this.#queue.then(() => work(this.#turn));
    this.#queue = run.catch(() => {
      this.tally.errors += 1;
      // What was lost with the engine can't be asked for again: the next chunk starts a new stream.
      this.interrupt();
    });
    return run;
  }
}
