/** The server's secrets: the reusable API token, named tokens of other programs, one-time tokens for links, and the cookies they turn into. Knows no socket and no disk. */
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { StudioError } from '../../shared/errors.ts';
import type { TokenScope } from '../../shared/studio/access.ts';
import type { NamedToken } from './caller.ts';

const MAX_COOKIES = 256;
const MAX_ONE_TIME = 64;
const MAX_NAMED = 200;
/** `last used` is written down this often at most, ms. */
const USED_EVERY_MS = 60_000;

const make = (): string => randomBytes(32).toString('base64url');
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const equal = (a: string, b: string): boolean => {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
};

const takeOldest = (set: Set<string>, limit: number): void => {
  for (const value of set) {
    if (set.size <= limit) return;
    set.delete(value);
  }
};

/** Where named tokens are kept; of a secret only its SHA-256, hex. */
export type TokenShelf = {
  /** Newest first, without revoked ones. */ tokens(): (NamedToken & { hash: string })[];
  addToken(token: { id: string; name: string; hash: string; scopes: readonly TokenScope[] }): void;
  touchToken(id: string): void;
  /** False when there is no such token. */ setRevoked(id: string, isRevoked: boolean): boolean;
};

/** Named tokens that are gone with the process. */
export const forgetfulShelf = (): TokenShelf => {
  const kept = new Map<string, NamedToken & { hash: string; isRevoked: boolean }>();
  return {
    tokens: () =>
      [...kept.values()].filter(({ isRevoked }) => !isRevoked).map(({ isRevoked: _, ...token }) => token),
    addToken: token => {
      kept.set(token.id, {
        ...token,
        createdAt: new Date().toISOString(),
        lastUsedAt: null,
        isRevoked: false,
      });
    },
    touchToken: () => {},
    setRevoked: (id, isRevoked) => {
      const token = kept.get(id);
      if (token !== undefined) token.isRevoked = isRevoked;
      return token !== undefined;
    },
  };
};

/** One server's tokens. One-time tokens and cookies are new at every start, the API token unless `api` is given. */
export class Tokens {
  readonly api: string;
  readonly #shelf: TokenShelf;
  readonly #oneTime = new Set<string>();
  readonly #cookies = new Set<string>();
  readonly #usedAt = new Map<string, number>();
  readonly #listeners = new Set<(id: string) => void>();
  #byHash = new Map<string, NamedToken>();

  constructor(api: string = make(), shelf: TokenShelf = forgetfulShelf()) {
    this.api = api;
    this.#shelf = shelf;
    this.#read();
  }

  /** A token that opens the studio once. */
  issueOneTime(): string {
    const token = make();
    this.#oneTime.add(token);
    takeOldest(this.#oneTime, MAX_ONE_TIME);
    return token;
  }

  /** True for the API token; takes the same time for every wrong one of its length. */
  isApi(token: string | null): boolean {
    return token !== null && equal(token, this.api);
  }

  /** A cookie value for a one-time or API token, or null. A one-time token is used up by it. */
  redeem(token: string): string | null {
    if (!this.#oneTime.delete(token) && !this.isApi(token)) return null;
    const cookie = make();
    this.#cookies.add(cookie);
    takeOldest(this.#cookies, MAX_COOKIES);
    return cookie;
  }

  /** True for a cookie made by redeem. */
  isCookie(value: string | null): boolean {
    return value !== null && this.#cookies.has(value);
  }

  /** The named token of a secret, or null. */
  find(secret: string | null): NamedToken | null {
    if (secret === null || this.#byHash.size === 0) return null;
    return this.#byHash.get(hashOf(secret)) ?? null;
  }

  /** Newest first. */
  list(): NamedToken[] {
    return [...this.#byHash.values()];
  }

  /** Makes a named token; `secret` is kept nowhere. @throws StudioError `store/conflict` when there are too many. */
  create(name: string, scopes: readonly TokenScope[]): { token: NamedToken; secret: string } {
    if (this.#byHash.size >= MAX_NAMED) {
      throw new StudioError('store/conflict', `There are already ${MAX_NAMED} tokens. Revoke some.`);
    }
    const secret = make();
    const hash = hashOf(secret);
    this.#shelf.addToken({ id: randomUUID(), name, hash, scopes });
    this.#read();
    return { token: this.#byHash.get(hash)!, secret };
  }

  /** From now on it opens nothing; whoever watches ends what is open. @throws StudioError `store/not-found` */
  revoke(id: string): void {
    this.#setRevoked(id, true);
    for (const listener of this.#listeners) listener(id);
  }

  /** Takes a revocation back. @throws StudioError `store/not-found` */
  restore(id: string): NamedToken {
    this.#setRevoked(id, false);
    const token = this.list().find(known => known.id === id);
    if (token === undefined) throw new StudioError('store/not-found', 'There is no such token any more.');
    return token;
  }

  /** It opened something. */
  touch(id: string): void {
    const now = Date.now();
    if (now - (this.#usedAt.get(id) ?? 0) < USED_EVERY_MS) return;
    this.#usedAt.set(id, now);
    this.#shelf.touchToken(id);
    this.#read();
  }

  /** Hears of each revoked token's id; gives what stops it. */
  onRevoked(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #setRevoked(id: string, isRevoked: boolean): void {
    if (!this.#shelf.setRevoked(id, isRevoked))
      throw new StudioError('store/not-found', 'There is no such token any more.');
    this.#read();
  }

  #read(): void {
    this.#byHash = new Map(this.#shelf.tokens().map(({ hash, ...token }) => [hash, token]));
  }
}
