/** One live session, any number of readers: each has its own bounded queue, so that a slow one never slows another. */
import { BoundedQueue } from '../../shared/bounded-queue.ts';
import type { MediaUnit } from '../../shared/media.ts';
import type { MediaReader } from './session.ts';

const weigh = (unit: MediaUnit): number =>
  unit.kind === 'video' ? unit.bytes.length : unit.kind === 'audio' ? unit.pcm.samples.byteLength : 64;

class Reader implements MediaReader {
  readonly #queue: BoundedQueue<MediaUnit>;
  readonly #onClose: () => void;
  #wake: (() => void) | null = null;
  #closed = false;

  constructor(capacityBytes: number, onClose: () => void) {
    this.#onClose = onClose;
    this.#queue = new BoundedQueue<MediaUnit>({
      capacity: capacityBytes,
      weigh,
      overflow: { policy: 'drop-oldest', canDrop: unit => unit.kind === 'video' },
    });
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  push(unit: MediaUnit): void {
    this.#queue.push(unit);
    this.#wake?.();
  }

  dropBefore(turn: number): void {
    this.#queue.retain(unit => unit.turn >= turn);
  }

  async next(signal?: AbortSignal): Promise<MediaUnit | null> {
    for (;;) {
      const unit = this.#queue.shift();
      if (unit !== undefined) return unit;
      if (this.#closed || signal?.aborted === true) return null;
      await new Promise<void>(resolve => {
        const wake = () => {
          signal?.removeEventListener('abort', wake);
          this.#wake = null;
          resolve();
        };
        this.#wake = wake;
        signal?.addEventListener('abort', wake, { once: true });
      });
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
    this.#wake?.();
  }
}

/** Hands each unit to every reader. */
export class MediaFanOut {
  readonly #readers = new Set<Reader>();

  /** Number of readers. */
  get size(): number {
    return this.#readers.size;
  }

  /** A new reader from now on. */
  read(capacityBytes: number): MediaReader {
    const reader: Reader = new Reader(capacityBytes, () => this.#readers.delete(reader));
    this.#readers.add(reader);
    return reader;
  }

  /** To all readers. */
  publish(unit: MediaUnit): void {
    for (const reader of this.#readers) reader.push(unit);
  }

  /** Removes what older turns left in the queues. */
  dropBefore(turn: number): void {
    for (const reader of this.#readers) reader.dropBefore(turn);
  }

  /** Ends all readers after what they still hold. */
  close(): void {
    for (const reader of [...this.#readers]) reader.close();
  }
}
