/** Tokens by which a client finds its session again on a new connection: random, good for one use, bound to nothing else. */
import { randomBytes } from 'node:crypto';

/** How long a session waits for its client, ms. */
export const RESUME_MS = 10_000;

/** One server's tokens; an owner has one at most. */
export class ResumeShelf<Owner extends object> {
  readonly #owners = new Map<string, Owner>();
  readonly #tokens = new Map<Owner, string>();

  /** A new token; the owner's last one is worth nothing any more. */
  issue(owner: Owner): string {
    this.withdraw(owner);
    const token = randomBytes(32).toString('base64url');
    this.#owners.set(token, owner);
    this.#tokens.set(owner, token);
    return token;
  }

  /** Whose token it is; used up by that. Null for a strange, used or withdrawn one. */
  take(token: unknown): Owner | null {
    const owner = typeof token === 'string' ? this.#owners.get(token) : undefined;
    if (owner === undefined) return null;
    this.withdraw(owner);
    return owner;
  }

  /** True when the owner can be found. */
  holds(owner: Owner): boolean {
    return this.#tokens.has(owner);
  }

  /** Makes the owner's token worthless. */
  withdraw(owner: Owner): void {
    const token = this.#tokens.get(owner);
    if (token !== undefined) this.#owners.delete(token);
    this.#tokens.delete(owner);
  }
}
