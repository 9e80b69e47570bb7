/** What a knob is: one named value of the server's configuration, how it is read and what it may be. Knows no particular knob. */
import { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';

/** `allowed` completes "Use …"; `shown` is the default as the documentation prints it; `meaning` is a sentence without a full stop. */
export type Knob<T> = {
  name: string;
  schema: z.ZodType<T>;
  fallback: T;
  allowed: string;
  shown: string;
  meaning: string;
};

/** A knob of the reference server; `name` without its prefix. */
export const omnirtKnob = <T>(
  name: string,
  schema: z.ZodType<T>,
  fallback: T,
  allowed: string,
  meaning: string,
  shown = String(fallback),
): Knob<T> => ({ name: `OMNIRT_${name}`, schema, fallback, allowed, shown, meaning });

/** Values by the knobs' names, as an environment or a settings file gives them; absent and empty ones count as unset. */
export type KnobSource = Readonly<Record<string, unknown>>;

/** A whole number within limits, both included; numeric strings are read. */
export const wholeNumber = (least: number, most: number): z.ZodType<number> =>
  z
    .union([
      z.number(),
      z
        .string()
        .trim()
        .regex(/^[+-]?\d+$/)
        .transform(Number),
    ])
    .pipe(z.number().int().min(least).max(most));

/** A finite number from `least` on; negative ones become `least`, larger ones `most`, as the reference server clips them. */
export const clippedNumber = (least: number, most: number): z.ZodType<number> =>
  z
    .union([
      z.number(),
      z
        .string()
        .trim()
        .regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i)
        .transform(Number),
    ])
    .pipe(z.number())
    .transform(value => Math.min(most, Math.max(least, value)));

/** One of some words, in any case. */
export const oneOf = <const T extends string>(words: readonly [T, ...T[]]): z.ZodType<T> =>
  z.preprocess(
    raw => (typeof raw === 'string' ? raw.trim().toLowerCase() : raw),
    z.enum(words),
  ) as z.ZodType<T>;

const FLAGS: Readonly<Record<string, boolean>> = {
  1: true,
  true: true,
  yes: true,
  on: true,
  0: false,
  false: false,
  no: false,
  off: false,
};

/** 1, true, yes, on and their opposites. */
export const flag = (): z.ZodType<boolean> =>
  z.unknown().transform((raw, context) => {
    const value = FLAGS[String(raw).trim().toLowerCase()];
    if (value !== undefined) return value;
    context.addIssue('no flag');
    return z.NEVER;
  });

const isUnset = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** The knob's value in `source`, or its default. @throws StudioError `config/invalid`, naming the knob, its value and what it may be. */
export const readKnob = <T>(knob: Knob<T>, source: KnobSource): T => {
  const value = source[knob.name];
  if (isUnset(value)) return knob.fallback;
  const parsed = knob.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  throw new StudioError('config/invalid', `${knob.name} is "${shown}". Use ${knob.allowed}.`, {
    name: knob.name,
  });
};
