/** Shares the engine's one thread of work among sessions: whoever has used the least goes next. Knows no renderer and no clock but its own. */

/** Longest time without letting messages in, ms: a ping or a cancel waits at most one batch more. */
const BREATH_MS = 8;

type Waiting = { member: ShareMember; start: () => void };

/** One session's place in the share. `usedMs` counts from where the others stood when it last came from rest. */
export type ShareMember = { usedMs: number; waiting: number };

/**
 * Work is done one batch at a time. Among the waiting, the member with the least use goes first, so that two busy sessions halve
 * the machine however different their batches are, and a session that asks for little is served at once.
 */
export class FairShare {
  readonly #waiting: Waiting[] = [];
  readonly #now: () => number;
  #isBusy = false;
  #breathedAt: number;
  /** Use of the member served last: where newcomers and those back from rest begin. */
  #levelMs = 0;

  /** `now`: wall time in ms. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#breathedAt = now();
  }

  /** A place for a new session. */
  join(): ShareMember {
    return { usedMs: this.#levelMs, waiting: 0 };
  }

  /** Runs one batch when the member's turn comes. Errors are those of `work`. */
  async run<T>(member: ShareMember, work: () => T | Promise<T>): Promise<T> {
    if (member.waiting++ === 0) member.usedMs = Math.max(member.usedMs, this.#levelMs);
    if (this.#isBusy) await new Promise<void>(start => this.#waiting.push({ member, start }));
    this.#isBusy = true;
    // Also who works alone: else newcomers would begin far behind, and all turns were theirs until they had caught up.
    this.#levelMs = Math.max(this.#levelMs, member.usedMs);
    const before = this.#now();
    if (before - this.#breathedAt > BREATH_MS) {
      await new Promise<void>(resume => setImmediate(resume));
      this.#breathedAt = this.#now();
    }
    const started = this.#now();
    try {
      return await work();
    } finally {
      member.usedMs += this.#now() - started;
      member.waiting -= 1;
      // Whoever has just worked gets the time to ask again: else batches would alternate, not time.
      if (this.#waiting.length > 0) setImmediate(() => this.#next());
      else this.#isBusy = false;
    }
  }

  #next(): void {
    this.#breathedAt = this.#now();
    let best = 0;
    for (let i = 1; i < this.#waiting.length; i++)
      if (this.#waiting[i]!.member.usedMs < this.#waiting[best]!.member.usedMs) best = i;
    const [chosen] = this.#waiting.splice(best, 1);
    if (chosen === undefined) {
      this.#isBusy = false;
      return;
    }
    chosen.start();
  }
}
