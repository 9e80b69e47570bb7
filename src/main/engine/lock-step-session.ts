/** A session as fast as it can be made: each chunk of speech is answered by the frames whose time has begun. Knows no clock and no wire. */
import type { FrameAsk } from '../../shared/engine-link.ts';
import { frameMicros, framesBegun, SPEECH_RATE } from '../../shared/media.ts';
import type { EngineLeg } from './engine-leg.ts';
import type { LockStepResult, LockStepSession } from './session.ts';
import { SessionControls, type SessionFacts } from './session-controls.ts';

// After the last chunk the mouth still has to close: longest release of a vowel, as frames of 200 ms.
const TAIL_SECONDS = 0.2;

/** See LockStepSession. The stream of frames is continuous over turns, so that blinks and breath go on. */
export class LockStep extends SessionControls implements LockStepSession {
  readonly #leg: EngineLeg;
  readonly #onAudio: (samples: Int16Array) => void;
  #queue: Promise<unknown> = Promise.resolve();
  #turn = 1;
  #samples = 0;
  #framesInTurn = 0;
  #lifeFrames = 0;

  constructor(leg: EngineLeg, facts: SessionFacts, onAudio: (samples: Int16Array) => void) {
    super(leg, facts);
    this.#leg = leg;
    this.#onAudio = onAudio;
  }

  renderChunk(samples: Int16Array): Promise<LockStepResult> {
    return this.#inOrder(async turn => {
      this.#onAudio(samples);
      this.#samples += samples.length;
      this.tally.audioMicros += (samples.length * 1_000_000) / SPEECH_RATE;
      const due = framesBegun(this.#samples, SPEECH_RATE, this.format.fps) - this.#framesInTurn;
      return this.#render(turn, samples, false, due);
    });
  }

  flush(): Promise<LockStepResult> {
    return this.#inOrder(async turn => {
      if (this.#samples === 0) return { jpegs: [], inferMs: 0, encodeMs: 0 };
      const result = await this.#render(turn, null, true, Math.round(TAIL_SECONDS * this.format.fps));
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
