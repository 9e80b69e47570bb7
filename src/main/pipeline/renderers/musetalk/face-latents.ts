/** What the painter knows of a face: its latents, made once for a picture and kept on the disk. Knows no time and no blending. */
import { createHash } from 'node:crypto';
import type { PreparedCache, PreparedCodec } from '../../avatar/prepared-cache.ts';
import { createFrameBuffer, type FrameBuffer } from '../../frame-buffer.ts';
import { interleavedGrid, planarGrid, Resampler } from '../../patch/resampler.ts';
import { drawPicture } from '../flat-picture.ts';
import type { FramedPicture } from '../renderer.ts';
import type { FaceBox } from './face-box.ts';
import { FACE_EDGE, FACE_SIZE, LATENT_SIZE, type MuseTalkNetworks } from './musetalk-networks.ts';

/** Of sd-vae-ft-mse: its latents times this have a deviation of about 1, which is what the painter was trained on. */
export const LATENT_SCALE = 0.18215;
/**
 * Exports differ in whether their graphs scale by themselves. The latents of a picture have a deviation of about 1 / 0.18215 = 5.5
 * where they do not and 1 where they do; this lies half way, by factor.
 */
const SCALED_BELOW = Math.sqrt(1 / LATENT_SCALE);

/** Latents [8, 32, 32] for the painter: the face with its lower half hidden, then the face. `scale`: what the autoencoder's graphs still need. */
export type FaceLatents = { latents: Float32Array; scale: number };

/** One number, then the latents, as they lie in memory. */
const CODEC: PreparedCodec<FaceLatents> = {
  encode: ({ latents, scale }) => new Uint8Array(Float32Array.of(scale, ...latents).buffer),
  decode: bytes => {
    if (bytes.length !== 4 * (1 + 2 * LATENT_SIZE)) throw new Error('not latents');
    const values = new Float32Array(new Uint8Array(bytes).buffer);
    if (values.some(value => !Number.isFinite(value))) throw new Error('not numbers');
    return { scale: values[0]!, latents: values.slice(1) };
  },
};

/** The face as the encoder wants it: RGB planes, −1..1, reduced by a three-lobed Lanczos as in the training. */
const faceOf = (picture: FrameBuffer, { left, top, right, bottom }: FaceBox): Float32Array => {
  const face = new Float32Array(FACE_SIZE);
  const edge = { width: FACE_EDGE, height: FACE_EDGE };
  const resampler = new Resampler({ width: right - left, height: bottom - top }, edge, 'lanczos');
  const { data, width, channels } = picture;
  resampler.run(interleavedGrid(data, width, channels, left, top), planarGrid(face, edge), 1 / 127.5, -1);
  for (let i = 0; i < face.length; i++) face[i] = Math.min(1, Math.max(-1, face[i]!));
  return face;
};

/** The same with its lower half black, which is −1. */
const lowerHalfHidden = (face: Float32Array): Float32Array => {
  const hidden = face.slice();
  const plane = FACE_EDGE * FACE_EDGE;
  for (let c = 0; c < 3; c++) hidden.fill(-1, c * plane + plane / 2, (c + 1) * plane);
  return hidden;
};

const deviationOf = (values: Float32Array): number => {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
};

/** Soft spots of all colours: rich in contrast, so that the deviation tells the two kinds of graph apart whatever face comes. */
const testPicture = (): Float32Array =>
  Float32Array.from({ length: FACE_SIZE }, (_, i) => {
    const c = Math.floor(i / (FACE_EDGE * FACE_EDGE));
    const [x, y] = [i % FACE_EDGE, Math.floor(i / FACE_EDGE) % FACE_EDGE];
    return Math.sin(x / (9 + 4 * c) + c) * Math.cos(y / (16 - 3 * c) + 2 * c);
  });

const scales = new WeakMap<MuseTalkNetworks, Promise<number>>();

/** What the autoencoder's graphs still need, measured once: LATENT_SCALE or 1. */
const scaleOf = (networks: MuseTalkNetworks): Promise<number> => {
  let scale = scales.get(networks);
  if (scale === undefined) {
    scale = networks
      .encode(testPicture())
      .then(latents => (deviationOf(latents) < SCALED_BELOW ? 1 : LATENT_SCALE));
    scale.catch(() => scales.delete(networks));
    scales.set(networks, scale);
  }
  return scale;
};

/** Makes the latents of the face in `box`, or finds them: the same pixels and the same encoder give the same ones. */
export const faceLatentsOf = async (
  { picture, hasAlpha }: FramedPicture,
  box: FaceBox,
  networks: MuseTalkNetworks,
  cache: PreparedCache,
): Promise<FaceLatents> => {
  const opaque = createFrameBuffer(picture.width, picture.height, 3);
  drawPicture({ picture, hasAlpha }, opaque);
  const face = faceOf(opaque, box);
  const content = createHash('sha256').update(new Uint8Array(face.buffer)).digest('hex');
  const key = `musetalk latents 1 ${networks.encoderKey} ${content}`;
  const { value } = await cache.remember(key, CODEC, async () => {
    const hidden = await networks.encode(lowerHalfHidden(face));
    const seen = await networks.encode(face);
    const scale = await scaleOf(networks);
    const latents = new Float32Array(2 * LATENT_SIZE);
    for (let i = 0; i < LATENT_SIZE; i++) {
      latents[i] = hidden[i]! * scale;
      latents[LATENT_SIZE + i] = seen[i]! * scale;
    }
    return { latents, scale };
  });
  return value;
};
