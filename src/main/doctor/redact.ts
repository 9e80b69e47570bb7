/** Leaves out of a text what says who its user is. Pure. */

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A path from the root of a disk or a share, quoted or not; one step (`/v1`) is an address of ours, not a path. */
const PATHS = /(?:[A-Za-z]:[\\/]|\\\\|(?<![\w.:/])\/)(?:[^\s"'`,;:()<>|]+[\\/])+[^\s"'`,;:()<>|]*/g;
const KEYS = /\b[A-Za-z0-9_-]{32,}\b/g;
const QUERIES = /(\b(?:https?|wss?):\/\/[^\s"'?#]+)[?#][^\s"']*/g;
const HOSTS = /(\b(?:https?|wss?):\/\/)(?!127\.0\.0\.1|localhost|\[::1\])[^\s"'/]+/g;
// Bounded: a long run of letters would be gone through once for each of them.
const MAILS = /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}/g;
const ROUTES = /^\/(?:v1|studio)\//;

// Chinese is written without spaces: there a name is found inside a sentence, and two signs are a name already.
const isPlain = (name: string): boolean => /^[\p{Script=Latin}\p{N}\s\p{P}\p{S}]+$/u.test(name);
const pattern = (name: string): string =>
  isPlain(name) ? `(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])` : escaped(name);

/**
 * `names` are words that name the user or their work (account, computer, avatars); very short ones stay, or every "a" would go.
 * Paths become `<path>`, names `<name>`, keys `<key>`, other computers `<host>`.
 */
export const redact = (text: string, names: readonly string[]): string => {
  const words = names
    .map(name => name.trim())
    .filter(name => name.length >= (isPlain(name) ? 3 : 2))
    .sort((a, b) => b.length - a.length);
  const named =
    words.length === 0 ? text : text.replace(new RegExp(words.map(pattern).join('|'), 'giu'), '<name>');
  return named
    .replace(QUERIES, '$1?<key>')
    .replace(HOSTS, '$1<host>')
    .replace(MAILS, '<mail>')
    .replace(PATHS, found => (ROUTES.test(found) ? found : '<path>'))
    .replace(KEYS, '<key>');
};
