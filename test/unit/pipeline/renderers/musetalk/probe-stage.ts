/** Tracks on a drawn face with probes for networks, and what is asked of their frames; for the tests of this folder. */
import path from 'node:path';
import { createFrameBuffer, type FrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { museTalkRenderer } from '../../../../../src/main/pipeline/renderers/musetalk/renderer.ts';
import type { AvatarAssets, FramePose, Track } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { MuseTalkOptions } from '../../../../../src/shared/renderer-options/musetalk.ts';
import { sentence } from '../../articulation/sentence.ts';
import { openProbe, type Probe } from './open-probe.ts';

/** As if all but the preparation were computed on a card. */
export const CUDA = { unet: 'cuda', 'vae-decoder': 'cuda', 'audio-encoder': 'cuda' } as const;

/** A moment of the sentence in a loud vowel, and the middle of the drawn mouth. */
export const LOUD = 1_080_000;
export const MOUTH = [200, 250] as const;

const probes: Probe[] = [];

/** A probe that `closeProbes` closes. */
export const openedProbe = (...args: Parameters<typeof openProbe>): Probe => {
  const probe = openProbe(...args);
  probes.push(probe);
  return probe;
};

export const closeProbes = async (): Promise<void> => {
  for (const probe of probes.splice(0)) await probe.close();
};

export const loadWith = (probe: Probe) =>
  museTalkRenderer.load({
    networks: probe.networks,
    cacheDir: path.join(probe.dir, 'cache'),
    log: () => {},
  });

export const openTrack = async (
  assets: AvatarAssets,
  probe: Probe,
  { options = {}, mode = 'basic' }: { options?: object; mode?: string } = {},
): Promise<Track> => {
  const renderer = await loadWith(probe);
  return renderer.prepare(
    assets,
    MuseTalkOptions.parse({ blinking: false, ...options }),
    CompositorOptions.parse({ mode }),
  );
};

/** The sentence, whole. */
export const speak = (track: Track): void => {
  void track.ear!.hear(sentence.pcm);
  void track.ear!.endTurn();
};

export const poseAt = (speechMicros: number | null, speaking: number, pictureIndex = 0): FramePose => ({
  lifeMicros: 0,
  weights: new Float32Array(52),
  speaking,
  speechMicros,
  pictureIndex,
});

/** Frames of the poses, in the track's batches. */
export const draw = async (
  track: Track,
  poses: readonly FramePose[],
  channels: 3 | 4 = 3,
): Promise<FrameBuffer[]> => {
  const frames = poses.map(() => createFrameBuffer(400, 400, channels));
  for (let at = 0; at < poses.length; at += track.batch)
    await track.render(poses.slice(at, at + track.batch), frames.slice(at, at + track.batch));
  return frames;
};

export const pixel = ({ width, channels, data }: FrameBuffer, x: number, y: number): number[] =>
  Array.from(data.subarray((y * width + x) * channels, (y * width + x) * channels + channels));

/** Largest difference of two frames, levels. */
export const worst = (a: Uint8Array, b: Uint8Array): number => {
  let largest = Math.abs(a.length - b.length);
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
};
