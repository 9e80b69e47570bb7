/** What another server says, one message at a time: asked for in turn, within a time limit, and an end is an error. */
import { BoundedQueue } from '../../../shared/bounded-queue.ts';
import type { Clock } from '../../../shared/clock.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { UpstreamEvents } from '../front-end.ts';

/** Its servers answer each question with at most a few messages; more than this waiting is no dialogue of the family. */
const MAX_WAITING = 256;
/** A cold model of the reference took 90 seconds for its first chunk. */
const ANSWER_MS = 180_000;

const broken = (): StudioError =>
  new StudioError(
    'model/unreachable',
    'The connection to the server that draws this model broke. Create a new session.',
  );

/** Give `events` to a dial. */
export class UpstreamMailbox {
  readonly #clock: Clock;
  readonly #arrived = new BoundedQueue<string | Uint8Array>({
    capacity: MAX_WAITING,
    overflow: { policy: 'refuse' },
  });
  #hasEnded = false;
  #wake: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly events: UpstreamEvents = {
    onText: text => this.#put(text),
    onBinary: bytes => this.#put(bytes),
    onClose: () => this.#end(),
  };

  /** The next message. Errors: `model/unreachable`. */
  async next(): Promise<string | Uint8Array> {
    let isLate = false;
    const cancel = this.#clock.after(ANSWER_MS, () => {
      isLate = true;
      this.#wake();
    });
    try {
      for (;;) {
        const message = this.#arrived.shift();
        if (message !== undefined) return message;
        if (this.#hasEnded) throw broken();
        if (isLate) {
          // What still comes would be taken for the answer to the next question.
          this.#hasEnded = true;
          throw new StudioError('model/unreachable', 'The server that draws this model does not answer.');
        }
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    } finally {
      cancel();
    }
  }

  #put(message: string | Uint8Array): void {
    if (this.#hasEnded) return;
    if (!this.#arrived.push(message)) this.#hasEnded = true;
    this.#wake();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#wake();
  }
}
