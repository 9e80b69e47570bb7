/** The embedded renderer: a portrait, still or moving, talks by a layered warp. Needs no model and no GPU. */
import { PortraitOptions } from '../../../../shared/renderer-options/portrait.ts';
import { BoundedCache } from '../../bounded-cache.ts';
import type { RendererDefinition } from '../renderer.ts';
import { createMouthRigs, createMovingTrack } from './moving-track.ts';
import { type PortraitRig, portraitRigOf } from './portrait-rig.ts';
import { createPortraitTrack } from './portrait-track.ts';

/** A rig of 416x704 weighs some 5 MB, one of 1080p 30 MB. */
const RIGS_COUNT = 16;
const RIGS_BYTES = 96 * 1024 * 1024;

const weigh = (rig: PortraitRig | null): number => rig?.kernels.buffer.byteLength ?? 1;

/** `portrait`, the default of every door. */
export const portraitRenderer = {
  id: 'portrait',
  label: 'Portrait',
  options: PortraitOptions,
  lookAheadMs: 0,
  async load() {
    const rigs = new BoundedCache<PortraitRig | null>({ count: RIGS_COUNT, weight: RIGS_BYTES, weigh });
    const mouths = createMouthRigs();
    return {
      async prepare(assets, options, compositor) {
        if (assets.frames !== null)
          return createMovingTrack(assets, assets.frames, mouths, options, compositor);
        const make = async (): Promise<PortraitRig | null> => portraitRigOf(assets);
        const rig = assets.key === undefined ? await make() : (await rigs.get(assets.key, make)).value;
        return createPortraitTrack(assets, rig, options, compositor);
      },
      async close() {},
    };
  },
} satisfies RendererDefinition<'portrait'>;
