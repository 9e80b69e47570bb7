/** Opens Wav2Lip tracks on the test picture with networks made on the spot, run by the real runtime. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import { createFrameBuffer, type FrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { createNetworks } from '../../../../../src/main/pipeline/inference/installed-networks.ts';
import type { Networks } from '../../../../../src/main/pipeline/inference/networks.ts';
import type { AvatarAssets, FramePose, Track } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { wav2LipRenderer } from '../../../../../src/main/pipeline/renderers/wav2lip/renderer.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';
import { Wav2LipOptions } from '../../../../../src/shared/renderer-options/wav2lip.ts';
import { installModel } from '../../../../support/install-model.ts';
import { readPcm } from '../../../../support/read-pcm.ts';

const fixtures = new URL('../../../../fixtures/', import.meta.url);

/** Three seconds of speech. */
export const speech = readPcm(new URL('audio/speech.wav', fixtures));

/** The face in the test picture, pixels: what the golden frames were made of. */
export const CROP = { left: 168, top: 62, right: 278, bottom: 192 };

/** Where every mode shows the network's answer alone: the middle of the mouth. */
export const MOUTH = { x: 223, y: 145 };

/** Pixels of a fixture, RGB. */
export const readRgb = async (name: string): Promise<Uint8Array> =>
  sharp(fileURLToPath(new URL(name, fixtures)))
    .removeAlpha()
    .raw()
    .toBuffer();

/** The astronaut, 512×512, with a trusted crop and no landmarks. */
export const astronaut = async (): Promise<AvatarAssets> => {
  const data = await sharp(fileURLToPath(new URL('faces/astronaut.png', fixtures)))
    .ensureAlpha()
    .raw()
    .toBuffer();
  const mouth = MouthMetadata.parse({
    animation: { mouth_center: [0.4365, 0.28287], mouth_rx: 0.04227, mouth_ry: 0.01549 },
    model_crop: [CROP.left / 512, CROP.top / 512, CROP.right / 512, CROP.bottom / 512],
    model_crop_source: 'wav2lip_detector',
  });
  const picture: FrameBuffer = { width: 512, height: 512, channels: 4, data: Uint8Array.from(data) };
  return { picture, hasAlpha: false, mouth, landmarks: null, frames: null };
};

/** A models folder with one network in it, and tracks on it. */
export const openFolder = async (bytes: Uint8Array | null, restorer: Uint8Array | null = null) => {
  const modelsDir = await mkdtemp(path.join(os.tmpdir(), 'mouthpiece-wav2lip-'));
  if (bytes !== null) await installModel(modelsDir, { id: 'probe', kind: 'wav2lip', bytes });
  if (restorer !== null)
    await installModel(modelsDir, { id: 'restorer', kind: 'restoration', bytes: restorer });
  const real = createNetworks({ modelsDir });
  const runs: number[] = [];
  // Counts what is run; everything else is the runtime's own.
  const networks: Networks = {
    ...real,
    async open(ask) {
      const model = await real.open(ask);
      return {
        ...model,
        notes: model.notes,
        async network(role) {
          const network = await model.network(role);
          return {
            ...network,
            run: inputs => {
              runs.push(Object.values(inputs)[0]!.dims[0]!);
              return network.run(inputs);
            },
          };
        },
      };
    },
  };
  const renderer = await wav2LipRenderer.load({ networks, cacheDir: modelsDir, log: () => {} });
  return {
    /** Frames of each run so far. */ runs,
    open: (
      assets: AvatarAssets,
      options: Partial<Wav2LipOptions> = {},
      compositor: Partial<CompositorOptions> = {},
    ): Promise<Track> =>
      renderer.prepare(
        assets,
        Wav2LipOptions.parse({ blinking: false, device: 'cpu', ...options }),
        CompositorOptions.parse(compositor),
      ),
    close: () => rm(modelsDir, { recursive: true, force: true }),
  };
};

/** See openFolder. */
export type Folder = Awaited<ReturnType<typeof openFolder>>;

/** Opens folders for the tests of one file, and closes them after the last one. */
export const foldersOfFile = (): ((bytes: Uint8Array | null, restorer?: Uint8Array) => Promise<Folder>) => {
  const folders: Folder[] = [];
  afterAll(() => Promise.all(folders.map(folder => folder.close())));
  return async (bytes, restorer) => {
    const folder = await openFolder(bytes, restorer);
    folders.push(folder);
    return folder;
  };
};

/** A frame of the test picture's size. */
export const frame = (channels: 3 | 4 = 3): FrameBuffer => createFrameBuffer(512, 512, channels);

/** Red, green and blue of a pixel. */
export const pixel = ({ data, width, channels }: FrameBuffer, x: number, y: number): number[] => [
  ...data.subarray((y * width + x) * channels, (y * width + x) * channels + 3),
];

/** A frame of speech at a time of its stream; null: idle. */
export const pose = (speechMicros: number | null, change: Partial<FramePose> = {}): FramePose => ({
  lifeMicros: speechMicros ?? 0,
  weights: new Float32Array(52),
  speaking: 1,
  speechMicros,
  pictureIndex: 0,
  ...change,
});
/** Draws poses in batches the track takes. */
export const draw = async (
  track: Track,
  poses: readonly FramePose[],
  channels: 3 | 4 = 3,
): Promise<FrameBuffer[]> => {
  const frames = poses.map(() => frame(channels));
  for (let at = 0; at < poses.length; at += track.batch)
    await track.render(poses.slice(at, at + track.batch), frames.slice(at, at + track.batch));
  return frames;
};
