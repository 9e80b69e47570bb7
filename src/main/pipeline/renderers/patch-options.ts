/** Applies a change of some options of a renderer, checked by the renderer's own schema. */
import type { ZodType } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import type { OptionsPatch } from '../../../shared/renderer-options/renderer-choice.ts';

/** `current` with `patch` over it. @throws StudioError `session/bad-config`, naming the option. */
export const patchOptions = <O extends object>(schema: ZodType<O>, current: O, patch: OptionsPatch): O => {
  const parsed = schema.safeParse({ ...current, ...patch });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError('session/bad-config', `options.${issue?.path.join('.')}: ${issue?.message}.`);
};
