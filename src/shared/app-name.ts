/** How an app is told apart without credentials, and what it is called. Pure; believes what it is told. */

/** `key` stays the same over updates of the app. `name` is empty when it calls itself nothing. */
export type AppIdentity = { key: string; name: string };

const MAX_NAME = 80;

/** Product names of a User-Agent without versions and comments: "Python/3.12 websockets/13.1" → "Python websockets". */
const productNames = (userAgent: string): string =>
  userAgent
    .replaceAll(/\([^)]*\)/g, ' ')
    .split(/\s+/)
    .map(product => product.split('/')[0] ?? '')
    .filter(name => /\p{L}/u.test(name))
    .join(' ')
    .slice(0, MAX_NAME);

/** A web page is its origin, a program what it calls itself (ADR 25). */
export const identifyApp = (seen: { origin: string | null; userAgent: string | null }): AppIdentity => {
  const { origin, userAgent } = seen;
  if (origin !== null) return { key: `origin:${origin.slice(0, 300)}`, name: origin.slice(0, MAX_NAME) };
  const name = productNames(userAgent ?? '');
  return { key: `program:${name.toLowerCase()}`, name };
};

/** The web origin of a key; null: a program. */
export const originOfKey = (key: string): string | null =>
  key.startsWith('origin:') ? key.slice('origin:'.length) : null;
