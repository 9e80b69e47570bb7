/** Takes secrets and paths of this machine out of messages before anybody sees them. Pure. */

/** What stands for a secret, and for the folders of a path. */
export const HIDDEN = '•••';

const SECRET_NAME = /token|secret|passw|api_?key|authorization|cookie/i;
/** A folder of Unix or Windows with at least two parts, up to its last name. `//` of an address is no path. */
const PATH = /(?<![\w:/.])(?:~|[A-Za-z]:)?[\\/](?:[^\\/\s"'<>|:?*]+[\\/])+(?=[^\\/\s"'<>|]*)/g;
const QUERY_SECRET = /([?&](?:token|key|secret|access_token)=)[^&\s"']+/gi;
const BEARER = /\b(Bearer\s+)[\w.~+/=-]+/gi;
/** A value that is a path and nothing else: names of folders may have spaces then. */
const WHOLE_PATH = /^(?:~|[A-Za-z]:)?[\\/](?:[^\\/\n"<>|:?*]+[\\/])+(?=[^\\/\n]*$)/;
/** Base64 of pictures and sound: no path in it, and too long to look for one. */
const BASE64 = /^[A-Za-z0-9+/=\s]{200,}$/;

const redactString = (text: string): string =>
  BASE64.test(text)
    ? text
    : text
        .replace(QUERY_SECRET, `$1${HIDDEN}`)
        .replace(BEARER, `$1${HIDDEN}`)
        .replace(WHOLE_PATH, `${HIDDEN}/`)
        .replace(PATH, `${HIDDEN}/`);

/** A JSON value without secrets and paths. */
export const redactValue = (value: unknown, name = ''): unknown => {
  if (typeof value === 'string') return SECRET_NAME.test(name) ? HIDDEN : redactString(value);
  if (Array.isArray(value)) return value.map(inner => redactValue(inner, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactValue(inner, key)]));
};

/** The value of a JSON text without secrets and paths; undefined: it is no JSON. */
export const redactJson = (text: string): unknown => {
  try {
    return redactValue(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** Any text without secrets and paths; JSON stays JSON. */
export const redactText = (text: string): string => {
  const value = redactJson(text);
  return value === undefined ? redactString(text) : JSON.stringify(value);
};
