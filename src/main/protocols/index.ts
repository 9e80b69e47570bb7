/** Every protocol the server speaks. Adding one is its folder and a line here. */
import type { FrontEndDefinition } from './front-end.ts';
import { omnirt } from './omnirt/front-end.ts';

/** In the order their routes are matched. */
export const ALL_FRONT_ENDS: readonly FrontEndDefinition[] = [omnirt];
