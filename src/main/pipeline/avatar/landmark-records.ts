/** How found faces lie in a file of the prepared cache: a line of JSON, then the landmarks as float32. Knows no files and no keys. */
import { z } from 'zod';
import type { DetectedFace } from '../../../shared/avatar.ts';
import { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import { LANDMARK_COUNT } from '../face/landmark-points.ts';
import type { PreparedCodec } from './prepared-cache.ts';

/** Values of one face: 468 points x y z. */
const FACE_VALUES = LANDMARK_COUNT * 3;

const pack = (facts: unknown, landmarks: readonly Float32Array[]): Uint8Array => {
  const head = Buffer.from(`${JSON.stringify(facts)}\n`);
  return Buffer.concat([
    head,
    ...landmarks.map(values => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  ]);
};

const unpack = (bytes: Uint8Array): { facts: unknown; landmarks: Float32Array[] } => {
  const end = bytes.indexOf(10);
  if (end < 0) throw new Error('no facts');
  const facts: unknown = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString());
  // Copied, so that the floats begin where floats may begin.
  const rest = new Uint8Array(bytes.subarray(end + 1));
  const step = FACE_VALUES * 4;
  if (rest.length % step !== 0) throw new Error('cut short');
  const values = new Float32Array(rest.buffer, 0, rest.length / 4);
  const landmarks = Array.from({ length: rest.length / step }, (_, i) =>
    values.slice(i * FACE_VALUES, (i + 1) * FACE_VALUES),
  );
  return { facts, landmarks };
};

const Box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const StillFacts = z.array(z.object({ score: z.number(), box: Box, mouth: MouthMetadata }));

/** The faces of a still picture. */
export const STILL_CODEC: PreparedCodec<DetectedFace[]> = {
  encode: faces =>
    pack(
      faces.map(({ score, box, mouth }) => ({ score, box, mouth })),
      faces.map(({ landmarks }) => landmarks),
    ),
  decode: bytes => {
    const { facts, landmarks } = unpack(bytes);
    const faces = StillFacts.parse(facts);
    if (faces.length !== landmarks.length) throw new Error('facts and landmarks differ');
    return faces.map((face, i) => ({ ...face, landmarks: landmarks[i]! }));
  },
};

/** One picture of a moving avatar: upright size in pixels, and the landmarks of its face normalised to it, or null. */
export type TrackedFrame = { width: number; height: number; landmarks: Float32Array | null };

const TrackFacts = z.array(
  z.object({ width: z.number().int().positive(), height: z.number().int().positive(), face: z.boolean() }),
);

/** The tracked frames of a moving avatar, in order. */
export const TRACK_CODEC: PreparedCodec<TrackedFrame[]> = {
  encode: frames =>
    pack(
      frames.map(({ width, height, landmarks }) => ({ width, height, face: landmarks !== null })),
      frames.flatMap(({ landmarks }) => (landmarks === null ? [] : [landmarks])),
    ),
  decode: bytes => {
    const { facts, landmarks } = unpack(bytes);
    let next = 0;
    const frames = TrackFacts.parse(facts).map(({ width, height, face }) => ({
      width,
      height,
      landmarks: face ? (landmarks[next++] ?? null) : null,
    }));
    if (next !== landmarks.length) throw new Error('facts and landmarks differ');
    return frames;
  },
};
