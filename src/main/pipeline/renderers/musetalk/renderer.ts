/** MuseTalk 1.5: a latent inpainting network paints the lower face to the speech. Needs a model of the user's and a graphics card. */
import path from 'node:path';
import { StudioError } from '../../../../shared/errors.ts';
import { MuseTalkOptions } from '../../../../shared/renderer-options/musetalk.ts';
import { PreparedCache } from '../../avatar/prepared-cache.ts';
import { BoundedCache } from '../../bounded-cache.ts';
import { createBlinkingEyes } from '../blinking-eyes.ts';
import { openFaceRestorer, RestorerDoor } from '../face-restorer.ts';
import { portraitRenderer } from '../portrait/renderer.ts';
import type { RendererDefinition } from '../renderer.ts';
import { type MuseTalkNetworks, openMuseTalkNetworks } from './musetalk-networks.ts';
import { createMuseTalkTrack } from './musetalk-track.ts';
import { type PreparedFace, prepareFace, weighFace } from './prepared-face.ts';
import { LOOK_AHEAD_MS } from './speech-context.ts';

/** A face of 256 pixels weighs half a megabyte: a clip of ten seconds, or many stills. */
const FACES_COUNT = 1024;
const FACES_BYTES = 128 * 1024 * 1024;
/** Latents on the disk weigh 33 kB a picture. */
const DISK_BYTES = 256 * 1024 * 1024;

const SLOW = 'MuseTalk runs on the processor here: expect one or two frames a second, or fewer.';

const SLOW_EAR =
  'MuseTalk hears on the processor here, which may be too slow to talk live: its audio network did not pass on the graphics card.';

/** What the user should know of where the networks run. */
const notesOf = ({ provider, hearingProvider }: MuseTalkNetworks): string[] => {
  if (provider === 'cpu') return [SLOW];
  return hearingProvider === 'cpu' ? [SLOW_EAR] : [];
};

const needsGpu = (): StudioError =>
  new StudioError(
    'model/needs-gpu',
    'MuseTalk needs a graphics card: on the processor of this computer it would draw one or two frames a second, too slow to talk. Use the portrait or the Wav2Lip renderer, run the model on a server with a graphics card, or set the option allowCpu to draw slowly all the same.',
  );

/** `musetalk`. */
export const museTalkRenderer = {
  id: 'musetalk',
  label: 'MuseTalk',
  options: MuseTalkOptions,
  lookAheadMs: LOOK_AHEAD_MS,
  async load({ networks: installed, cacheDir, log }) {
    const cache = new PreparedCache({
      dir: path.join(cacheDir, 'musetalk'),
      maxBytes: DISK_BYTES,
      warn: reason => log('warn', 'a prepared face cannot be kept', { reason }),
    });
    const faces = new BoundedCache<PreparedFace | null>({
      count: FACES_COUNT,
      weight: FACES_BYTES,
      weigh: weighFace,
    });
    const portrait = await portraitRenderer.load();
    let tracks = 0;
    return {
      async prepare(assets, options, compositor) {
        // Asked for outright: no need to load gigabytes to refuse.
        if (options.device === 'cpu' && !options.allowCpu) throw needsGpu();
        const model = await installed.open({ kind: 'musetalk', id: options.model, device: options.device });
        try {
          const networks = await openMuseTalkNetworks(model);
          if (networks.provider === 'cpu' && !options.allowCpu) throw needsGpu();
          const own = `track ${++tracks}`;
          return await createMuseTalkTrack({
            assets,
            options,
            compositor,
            networks,
            restorer: new RestorerDoor(() => openFaceRestorer(installed, options.device)),
            openEyes: () => createBlinkingEyes(portrait, assets),
            notes: [...model.notes, ...notesOf(networks)],
            async faceOf(picture, index, { bboxShift, extraMargin }) {
              const key = [networks.encoderKey, picture.key ?? [own, index], bboxShift, extraMargin];
              const make = (): Promise<PreparedFace | null> =>
                prepareFace(picture, { bboxShift, extraMargin }, networks, cache);
              return (await faces.get(JSON.stringify(key), make)).value;
            },
            release: async () => model.close(),
          });
        } catch (error) {
          await model.close();
          throw error;
        }
      },
      close: () => portrait.close(),
    };
  },
} satisfies RendererDefinition<'musetalk'>;
