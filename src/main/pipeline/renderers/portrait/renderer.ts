/** The embedded renderer: a still portrait talks by a layered warp. Needs no model and no GPU. */
import { PortraitOptions } from '../../../../shared/renderer-options/portrait.ts';
import type { RendererDefinition } from '../renderer.ts';
import { createPortraitTrack } from './portrait-track.ts';

/** `portrait`, the default of every door. */
export const portraitRenderer: RendererDefinition<PortraitOptions> = {
  id: 'portrait',
  label: 'Portrait',
  options: PortraitOptions,
  lookAheadMs: 0,
  async load() {
    return {
      async prepare(assets, options, compositor) {
        return createPortraitTrack(assets, options, compositor);
      },
      async close() {},
    };
  },
};
