/** Sends long sound a little ahead of real time, so that stopping is prompt and no queue overflows. Knows no socket. */
import type { Clock } from '../../../shared/clock.ts';
import { SPEECH_RATE } from '../../../shared/media.ts';

const PIECE = SPEECH_RATE / 10;

/** `send` returns false when the piece was refused: it is tried again later. `done` is told once, with whether all was sent. */
export type PacedFeedOptions = {
  clock: Clock;
  samples: Int16Array;
  send(samples: Int16Array): boolean;
  progress(sentSamples: number): void;
  done(complete: boolean): void;
  leadMs?: number;
};

/** Starts at once; `stop` ends it between two pieces. */
export class PacedFeed {
  readonly #options: PacedFeedOptions;
  readonly #startedAt: number;
  #sent = 0;
  #cancel: () => void = () => {};
  #over = false;

  constructor(options: PacedFeedOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.#pump();
  }

  /** Sends nothing more. */
  stop(): void {
    this.#finish(false);
  }

  #pump(): void {
    const { clock, samples, send, progress, leadMs = 800 } = this.#options;
    const dueMs = (clock.now() - this.#startedAt) / 1000 + leadMs;
    while (!this.#over && this.#sent < samples.length && (this.#sent * 1000) / SPEECH_RATE < dueMs) {
      const piece = samples.subarray(this.#sent, this.#sent + PIECE);
      if (!send(piece)) break;
      this.#sent += piece.length;
    }
    if (this.#over) return;
    progress(this.#sent);
    if (this.#sent >= samples.length) this.#finish(true);
    else this.#cancel = clock.after(50, () => this.#pump());
  }

  #finish(complete: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancel();
    this.#options.done(complete);
  }
}
