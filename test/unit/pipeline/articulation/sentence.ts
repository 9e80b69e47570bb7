/** The one sentence the articulation tests speak, and the shipped network to hear it with. */
import { readFileSync } from 'node:fs';
import {
  type ArticulationModel,
  parseArticulationDescription,
} from '../../../../src/main/pipeline/articulation/articulation-description.ts';
import type { ArticulationSource } from '../../../../src/main/pipeline/articulation/articulation-track.ts';
import type { LogMelConstants } from '../../../../src/main/pipeline/features/log-mel.ts';
import type { NormaliserConstants } from '../../../../src/main/pipeline/features/running-normaliser.ts';
import { createOnnxSession } from '../../../../src/main/pipeline/inference/onnx-session.ts';
import { BLENDSHAPE_COUNT } from '../../../../src/shared/blendshapes.ts';
import type { TimedPhone } from '../../../../src/shared/speech.ts';

const fixture = (name: string): URL => new URL(`../../../fixtures/articulation/${name}`, import.meta.url);
const bytes = (name: string): ArrayBuffer => new Uint8Array(readFileSync(fixture(name))).buffer;

/** "My mom may buy big apple pies, maybe." by espeak-ng, with the numbers numpy gives for it. */
export const sentence = {
  pcm: new Int16Array(bytes('sentence.pcm')),
  logMel: new Float32Array(bytes('sentence.log-mel.f32')),
  normalised: new Float32Array(bytes('sentence.normalised.f32')),
  ...(JSON.parse(readFileSync(fixture('sentence.json'), 'utf8')) as {
    frames: number;
    features: LogMelConstants;
    normaliser: NormaliserConstants;
    phones: TimedPhone[];
  }),
};

/** The network the application ships. */
export const shippedModel = async (): Promise<ArticulationModel> => {
  const at = (file: string): URL => new URL(`../../../../resources/models/${file}`, import.meta.url);
  return {
    session: await createOnnxSession(readFileSync(at('articulation.onnx'))),
    description: parseArticulationDescription(readFileSync(at('articulation.json'), 'utf8')),
  };
};

/** Cuts of 1..largest samples, the same for the same seed. */
export const pieces = (samples: Int16Array, largest: number, seed = 1): Int16Array[] => {
  const out: Int16Array[] = [];
  let state = seed;
  for (let at = 0; at < samples.length; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const size = 1 + ((state >> 8) % largest);
    out.push(samples.subarray(at, at + size));
    at += size;
  }
  return out;
};

/** Samples of a track every `everyMicros` from `fromMicros` on. */
export const readTrack = (
  track: ArticulationSource,
  toMicros: number,
  everyMicros: number,
  fromMicros = 0,
): Float32Array[] => {
  const out: Float32Array[] = [];
  for (let t = fromMicros; t < toMicros; t += everyMicros) {
    const weights = new Float32Array(BLENDSHAPE_COUNT);
    track.sampleAt(t, weights);
    out.push(weights);
  }
  return out;
};

/** Largest difference of any weight between neighbours. */
export const largestJump = (frames: readonly Float32Array[]): number => {
  let largest = 0;
  for (let i = 1; i < frames.length; i++) {
    for (let k = 0; k < BLENDSHAPE_COUNT; k++)
      largest = Math.max(largest, Math.abs(frames[i]![k]! - frames[i - 1]![k]!));
  }
  return largest;
};
