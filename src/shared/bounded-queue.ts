/** A queue with a bound, a policy and a counter. Knows nothing of what it holds. */

/** What happens to a push into a full queue: refuse it, or drop the oldest item that `canDrop` allows. */
export type Overflow<T> = { policy: 'refuse' } | { policy: 'drop-oldest'; canDrop: (item: T) => boolean };

/** First in, first out; `weigh` gives each item's share of `capacity` (default 1 each). */
export class BoundedQueue<T> {
  readonly capacity: number;
  readonly #weigh: (item: T) => number;
  readonly #overflow: Overflow<T>;
  #items: T[] = [];
  #weight = 0;
  #dropped = 0;

  constructor(options: { capacity: number; overflow: Overflow<T>; weigh?: (item: T) => number }) {
    this.capacity = options.capacity;
    this.#overflow = options.overflow;
    this.#weigh = options.weigh ?? (() => 1);
  }

  /** Items held. */
  get length(): number {
    return this.#items.length;
  }

  /** Sum of the weights held. */
  get weight(): number {
    return this.#weight;
  }

  /** How many items were dropped or refused so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds an item; false when it was refused (also counted). Dropping happens only as far as needed. */
  push(item: T): boolean {
    const weight = this.#weigh(item);
    if (this.#weight + weight > this.capacity && this.#overflow.policy === 'drop-oldest') {
      const { canDrop } = this.#overflow;
      let excess = this.#weight + weight - this.capacity;
      this.#items = this.#items.filter(held => {
        if (excess <= 0 || !canDrop(held)) return true;
        const heldWeight = this.#weigh(held);
        excess -= heldWeight;
        this.#weight -= heldWeight;
        this.#dropped += 1;
        return false;
      });
    }
    if (this.#weight + weight > this.capacity) {
      this.#dropped += 1;
      return false;
    }
    this.#items.push(item);
    this.#weight += weight;
    return true;
  }

  /** Takes the oldest item, or undefined. */
  shift(): T | undefined {
    const item = this.#items.shift();
    if (item !== undefined) this.#weight -= this.#weigh(item);
    return item;
  }

  /** Removes every item that does not pass `keep`; not counted as dropped. */
  retain(keep: (item: T) => boolean): void {
    this.#items = this.#items.filter(keep);
    this.#weight = this.#items.reduce((sum, item) => sum + this.#weigh(item), 0);
  }
}
