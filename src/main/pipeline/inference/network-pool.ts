/** Networks in memory, shared by all who opened the same one; those nobody has stay for a while. Knows no file and no provider. */
import type { ResidentNetwork } from '../../../shared/model-view.ts';
import type { Loaded } from './local-runtime.ts';
import type { Network } from './networks.ts';

/** What a network is listed as. */
export type PoolFacts = Pick<ResidentNetwork, 'modelId' | 'role' | 'bytes'>;

type Entry = {
  facts: PoolFacts;
  loading: Promise<Loaded>;
  loaded: Loaded | null;
  users: number;
  idleSinceMs: number;
};

/** A network nobody has is unloaded after this. */
export const IDLE_MS = 5 * 60_000;

/** A share of a pooled network; `release` gives it back, once. */
export type Share = Loaded & { release(): void };

/** The engine process has no timer: `tidy` is called with the time. */
export class NetworkPool {
  readonly #entries = new Map<string, Entry>();

  /** Loads it, or joins those who have it. Errors: those of `load`; the next call tries again. */
  async acquire(key: string, facts: PoolFacts, load: () => Promise<Loaded>): Promise<Share> {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { facts, loading: load(), loaded: null, users: 0, idleSinceMs: 0 };
      this.#entries.set(key, entry);
    }
    const joined = entry;
    joined.users += 1;
    try {
      joined.loaded = await joined.loading;
    } catch (error) {
      joined.users -= 1;
      if (this.#entries.get(key) === joined) this.#entries.delete(key);
      throw error;
    }
    let released = false;
    return {
      network: borrowed(joined.loaded.network),
      notes: joined.loaded.notes,
      release: () => {
        if (released) return;
        released = true;
        joined.users -= 1;
        if (joined.users === 0) joined.idleSinceMs = performance.now();
      },
    };
  }

  /** Unloads what nobody had for IDLE_MS. */
  async tidy(nowMs: number): Promise<void> {
    for (const [key, { users, loaded, idleSinceMs }] of this.#entries) {
      if (users > 0 || loaded === null || nowMs - idleSinceMs < IDLE_MS) continue;
      this.#entries.delete(key);
      await loaded.network.close();
    }
  }

  /** What is in memory. */
  resident(): ResidentNetwork[] {
    return [...this.#entries.values()].flatMap(({ facts, loaded, users }) =>
      loaded === null ? [] : [{ ...facts, provider: loaded.network.provider, users }],
    );
  }

  /** Unloads all. */
  async close(): Promise<void> {
    const all = [...this.#entries.values()];
    this.#entries.clear();
    for (const { loading } of all) await (await loading.catch(() => null))?.network.close();
  }
}

// The pool closes networks, their users do not.
const borrowed = (network: Network): Network => ({ ...network, close: async () => {} });
