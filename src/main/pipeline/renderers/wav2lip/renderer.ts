/** Wav2Lip: a neural network draws the mouth from 200 ms of mel and the face. Its weights are the user's. */
import { Wav2LipOptions } from '../../../../shared/renderer-options/wav2lip.ts';
import { createBlinkingEyes } from '../blinking-eyes.ts';
import { openFaceRestorer, RestorerDoor } from '../face-restorer.ts';
import { portraitRenderer } from '../portrait/renderer.ts';
import type { RendererDefinition } from '../renderer.ts';
import { createFaceNetwork } from './face-network.ts';
import { INPUT_PLANES } from './face-planes.ts';
import { createFaceCache } from './face-source.ts';
import { createWav2LipTrack } from './wav2lip-track.ts';

/** More threads than this gain little at these sizes, and sessions would fight for them. */
const THREADS = 2;

/** `wav2lip`, for networks with faces of 96, 256, 384 or another even number of pixels. */
export const wav2LipRenderer = {
  id: 'wav2lip',
  label: 'Wav2Lip',
  options: Wav2LipOptions,
  lookAheadMs: 200,
  async load({ networks }) {
    const portrait = await portraitRenderer.load();
    const faces = createFaceCache();
    let tracks = 0;
    return {
      async prepare(assets, options, compositor) {
        const model = await networks.open({
          kind: 'wav2lip',
          id: options.model,
          device: options.device,
          threads: THREADS,
          // A still face's features are computed once.
          isSteady: dims => dims[1] === INPUT_PLANES,
        });
        try {
          const network = await model.network('network');
          return await createWav2LipTrack({
            assets,
            options,
            compositor,
            model,
            network: createFaceNetwork(network, options.batch),
            provider: network.provider,
            faces,
            own: `track ${++tracks}`,
            eyes: await createBlinkingEyes(portrait, assets),
            restorer: new RestorerDoor(() => openFaceRestorer(networks, options.device)),
          });
        } catch (error) {
          await model.close();
          throw error;
        }
      },
      close: () => portrait.close(),
    };
  },
} satisfies RendererDefinition<'wav2lip'>;
