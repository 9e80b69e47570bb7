/** Reads loosely typed JSON values the way the reference server's Python does: `int()`, `str()`, truth. Pure. */

/** Thrown by the readers; the caller turns it into a `bad_config` answer. */
export class BadValue extends Error {
  constructor(name: string, expected: string) {
    super(`${name} must be ${expected}.`);
    this.name = 'BadValue';
  }
}

/** Python's truth of a JSON value: null, false, 0, "", [] and {} are not. */
export const isTruthy = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
};

/** An integer like Python's `int()`: numbers are cut, numeric strings read; `fallback` when the key is absent. @throws BadValue */
export const looseInt = (value: unknown, name: string, fallback: number): number => {
  if (value === undefined) return fallback;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
  if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return Number.parseInt(value, 10);
  throw new BadValue(name, 'an integer');
};

/** looseInt within limits, both included. @throws BadValue */
export const boundedInt = (
  value: unknown,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number => {
  const number = looseInt(value, name, fallback);
  if (number < least || number > most) throw new BadValue(name, `from ${least} to ${most}, not ${number}`);
  return number;
};

/** A flag: booleans, or the words 1, true, yes, on. */
export const looseBool = (value: unknown): boolean => {
  if (typeof value === 'string') return ['1', 'true', 'yes', 'on'].includes(value.trim().toLowerCase());
  return isTruthy(value);
};

/** A trimmed string; "" for absent and null. Objects count as their JSON. */
export const looseText = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
};
