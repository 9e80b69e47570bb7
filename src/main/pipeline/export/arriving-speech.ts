/** Speech that comes while an export already runs: taken in as it arrives, given out in order. Knows no link and no sound. */
import { StudioError } from '../../../shared/errors.ts';
import type { Utterance } from '../../../shared/speech.ts';

/** One export's; read once. Reading throws request/cancelled when `signal` aborts. */
export class ArrivingSpeech implements AsyncIterable<Utterance> {
  readonly #signal: AbortSignal;
  readonly #waiting: (Utterance | null)[] = [];
  #wake: () => void = () => {};

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  /** The next utterance; null: there is no more. */
  add(utterance: Utterance | null): void {
    this.#waiting.push(utterance);
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Utterance> {
    for (;;) {
      if (this.#signal.aborted) throw new StudioError('request/cancelled', 'The export was cancelled.');
      const next = this.#waiting.shift();
      if (next === null) return;
      if (next !== undefined) yield next;
      else
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
    }
  }
}
