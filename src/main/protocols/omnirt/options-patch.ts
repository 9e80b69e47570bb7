/** Reads a change of some options, key by key, so that what it does not name stays as it is. Pure. */
import type { z } from 'zod';
import type { WireFailure } from './wire.ts';

/** The named keys of `value`, each checked by its own schema; unknown keys are left out, absent ones are not filled in. `nameOf`: a key below `config`. */
export const readPatch = <T>(
  shape: Readonly<Record<string, z.ZodType>>,
  value: Readonly<Record<string, unknown>>,
  nameOf: (key: string) => string,
): { patch: Partial<T> } | WireFailure => {
  const patch: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    if (value[key] === undefined) continue;
    const parsed = schema.safeParse(value[key]);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = [nameOf(key), ...(issue?.path ?? [])].join('.');
      return { code: 'bad_config', message: `config.${where}: ${issue?.message ?? 'not valid'}.` };
    }
    patch[key] = parsed.data;
  }
  return { patch: patch as Partial<T> };
};
