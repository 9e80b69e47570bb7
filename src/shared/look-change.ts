/** A change of how a session was drawn, and the moment in its sound when it was made: an expression, a scene, a slider. Pure. */
import { z } from 'zod';
import { CompositorOptions } from './compositor-options.ts';
import { RENDERER_IDS, RENDERER_SCHEMAS } from './renderer-options/choose-renderer.ts';
import type { RendererId } from './renderer-options/renderer-choice.ts';

const Values = z.record(z.string(), z.unknown());

/** The named values that still are what they may be. */
const validPart = <T>(
  shape: Readonly<Record<string, z.ZodType>>,
  values: Readonly<Record<string, unknown>>,
): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const parsed = shape[key]?.safeParse(value);
      return parsed?.success === true ? [[key, parsed.data]] : [];
    }),
  ) as Partial<T>;

/** `atMs`: from the session's first sound. `options` are `renderer`'s own; both hold only what was changed, and what is understood of it. */
export const LookChange = z
  .object({
    atMs: z.number().min(0),
    renderer: z.enum(RENDERER_IDS),
    options: Values,
    compositor: Values,
  })
  .transform(({ options, compositor, ...rest }) => ({
    ...rest,
    options: validPart<Record<string, unknown>>(RENDERER_SCHEMAS[rest.renderer].shape, options),
    compositor: validPart<CompositorOptions>(CompositorOptions.shape, compositor),
  }));
/** Parsed LookChange. */
export type LookChange = z.infer<typeof LookChange>;

/** How something is drawn. */
export type DrawnLook = { renderer: RendererId; options: object; compositor: object };

const changed = (before: object, after: object): Record<string, unknown> => {
  const was = new Map(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(was.get(key))),
  );
};

/** What of a look is another one afterwards; null: nothing. */
export const lookChange = (before: DrawnLook, after: DrawnLook): Omit<LookChange, 'atMs'> | null => {
  const options = changed(before.options, after.options);
  const compositor = changed(before.compositor, after.compositor);
  const isSame = Object.keys(options).length === 0 && Object.keys(compositor).length === 0;
  return isSame ? null : { renderer: after.renderer, options, compositor };
};

/** The changes of a part of a session, its beginning at 0: what was changed before it holds from there on. `toMs` null: to the end. */
export const changesWithin = (
  changes: readonly LookChange[],
  fromMs: number,
  toMs: number | null,
): LookChange[] =>
  changes
    .filter(({ atMs }) => toMs === null || atMs < toMs)
    .map(change => ({ ...change, atMs: Math.max(0, change.atMs - fromMs) }));
