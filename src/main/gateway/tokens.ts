/** The server's secrets: the reusable API token, one-time tokens for links, and the cookies they turn into. In memory only. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

const MAX_COOKIES = 256;
const MAX_ONE_TIME = 64;

const make = (): string => randomBytes(32).toString('base64url');

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

/** One server's tokens; new ones at every start unless `apiToken` is given. */
export class Tokens {
  readonly api: string;
  readonly #oneTime = new Set<string>();
  readonly #cookies = new Set<string>();

  constructor(apiToken: string = make()) {
    this.api = apiToken;
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
}
