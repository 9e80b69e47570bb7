/** One client's commands, answered strictly in order, one at a time. Bounded; knows no message. */
import { BoundedQueue } from '../../../shared/bounded-queue.ts';

/** How much a client may send ahead: 64 MB is half an hour of speech. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** What an item weighs beside its payload, so that millions of empty messages are bounded too. */
const ITEM_BYTES = 512;

type Item = { weight: number; work: () => Promise<void> };

/** `onFailure` hears of work that threw, which is a bug of ours: the queue goes on. */
export class CommandQueue {
  readonly #queue = new BoundedQueue<Item>({
    capacity: MAX_WAITING_BYTES,
    overflow: { policy: 'refuse' },
    weigh: item => item.weight,
  });
  readonly #onFailure: (error: unknown) => void;
  #running = false;
  #closed = false;

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** Runs `work` after all that came before; false when the queue is full. */
  push(payloadBytes: number, work: () => Promise<void>): boolean {
    if (this.#closed) return true;
    if (!this.#queue.push({ weight: payloadBytes + ITEM_BYTES, work })) return false;
    if (!this.#running) void this.#run();
    return true;
  }

  /** Drops what waits; what runs ends by itself. */
  close(): void {
    this.#closed = true;
    this.#queue.retain(() => false);
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let item = this.#queue.shift(); item !== undefined; item = this.#queue.shift()) {
      try {
        await item.work();
      } catch (error) {
        this.#onFailure(error);
      }
    }
    this.#running = false;
  }
}
