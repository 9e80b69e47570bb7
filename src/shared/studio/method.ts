/** What every part of the studio's table of methods is written with. */
import { z } from 'zod';

/** An id on the wire. */
export const StudioId = z.string().min(1).max(64);
/** No parameters, or no result. */
export const Nothing = z.object({});
/** One method: schemas of its parameters and its result. */
export const method = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R) => ({
  params,
  result,
});
