/** The engine's answers about mouths: those of a film's frames, and the mask of a blend as a picture. */
import sharp from 'sharp';
import type { AvatarReader } from '../avatar/avatar-contract.ts';
import { blendWeightsOf } from '../renderers/blend-mask.ts';
import type { CallHandlers } from './call-handlers.ts';

/** Fast enough to follow a slider: the masks are smooth and small. */
const COMPRESSION = 3;

/** Builds this part of the table. */
export const createMouthHandlers = (
  reader: Pick<AvatarReader, 'frameMouths' | 'placed'>,
): Pick<CallHandlers, 'frameMouths' | 'blendMask'> => ({
  frameMouths: ({ frames }) => reader.frameMouths(frames),
  blendMask: async ({ avatar, renderer, compositor, frame }) => {
    const face = await reader.placed(avatar, frame);
    const made = blendWeightsOf(face, renderer, compositor, avatar.frames !== undefined);
    if (made === null) return null;
    const { left, top, right, bottom } = made.region;
    const png = await sharp(made.weights, {
      raw: { width: right - left, height: bottom - top, channels: 1 },
    })
      .toColourspace('b-w')
      .png({ compressionLevel: COMPRESSION })
      .toBuffer();
    const { width, height } = made.frame;
    return { png, box: [left / width, top / height, right / width, bottom / height] };
  },
});
