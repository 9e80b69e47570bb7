/** The methods about mouths, by name. */
import type { MOUTH_METHODS } from '../../shared/studio/mouth-methods.ts';
import type { MouthVersions } from './mouth-versions.ts';
import type { StudioCalls } from './studio-calls.ts';

/** Builds this part of the table. */
export const createMouthCalls = (mouths: MouthVersions): Pick<StudioCalls, keyof typeof MOUTH_METHODS> => ({
  'avatars.setMouth': ask => mouths.set(ask),
  'avatars.mouthHistory': ({ id }) => mouths.list(id),
  'avatars.mouthAt': ({ id, revision }) => mouths.at(id, revision),
  'avatars.restoreMouth': ({ id, revision, base }) => mouths.restore(id, revision, base),
  'avatars.labelMouth': ({ id, revision, label }) => mouths.label(id, revision, label),
  'avatars.detectedMouth': ({ id }) => mouths.detected(id),
  'avatars.frameMouths': ({ id }) => mouths.frames(id),
  'avatars.blendMask': ask => mouths.mask(ask),
});
