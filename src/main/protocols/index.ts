/** Every protocol the server speaks. Adding one is its folder and a line here. */
import type { FrontEndDefinition } from './front-end.ts';
import { omnirtWith } from './omnirt/front-end.ts';
import type { OmnirtSettings } from './omnirt/omnirt-settings.ts';

/** Process-wide settings of the protocols. */
export type ProtocolSettings = { omnirt: Partial<OmnirtSettings> };

/** All of them with their settings, in the order their routes are matched. */
export const allFrontEnds = (settings: ProtocolSettings): readonly FrontEndDefinition[] => [
  omnirtWith(settings.omnirt),
];
