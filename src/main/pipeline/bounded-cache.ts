/** A least-recently-used cache of promises, bounded by weight: concurrent askers share one computation. Knows no pictures. */

type Entry<T> = { value: Promise<T>; weight: number };

/** What a cache may hold. */
export type CacheLimits<T> = {
  /** Entries. */ count: number /** Total of `weigh`. */;
  weight: number;
  weigh(value: T): number;
};

/** The cache. Failed computations are not kept. */
export class BoundedCache<T> {
  readonly #limits: CacheLimits<T>;
  readonly #entries = new Map<string, Entry<T>>();
  #weight = 0;

  constructor(limits: CacheLimits<T>) {
    this.#limits = limits;
  }

  /** Entries held now, those still being computed included. */
  get size(): number {
    return this.#entries.size;
  }

  /** Total weight of the finished entries. */
  get weight(): number {
    return this.#weight;
  }

  /** The cached value, or the one `make` gives, which is then cached. `hit` is false for the asker that ran `make`. */
  async get(key: string, make: () => Promise<T>): Promise<{ value: T; hit: boolean }> {
    const kept = this.#entries.get(key);
    if (kept) {
      this.#entries.delete(key);
      this.#entries.set(key, kept);
      return { value: await kept.value, hit: true };
    }
    const entry: Entry<T> = { value: make(), weight: 0 };
    this.#entries.set(key, entry);
    try {
      const value = await entry.value;
      if (this.#entries.get(key) === entry) {
        entry.weight = this.#limits.weigh(value);
        this.#weight += entry.weight;
      }
      this.#evict();
      return { value, hit: false };
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  #evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#limits.count && this.#weight <= this.#limits.weight) return;
      // An entry without weight is still being computed: dropping it would free nothing now.
      if (entry.weight === 0) continue;
      this.#entries.delete(key);
      this.#weight -= entry.weight;
    }
  }
}
