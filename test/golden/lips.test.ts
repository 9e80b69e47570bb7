/** The portrait's lips as the landmark model sees them on rendered frames: they follow, they close, they open like real ones. Every check is shown failing on a broken renderer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaceFinder } from '../../src/main/pipeline/face/face-finder.ts';
import { createLife } from '../../src/main/pipeline/renderers/portrait/life.ts';
import { BASES, BASIS_INDEX } from '../../src/main/pipeline/renderers/portrait/motion-bases.ts';
import { portraitRigOf } from '../../src/main/pipeline/renderers/portrait/portrait-rig.ts';
import { portraitRenderer } from '../../src/main/pipeline/renderers/portrait/renderer.ts';
import { createCoefficients, mixWeights } from '../../src/main/pipeline/renderers/portrait/weight-mixer.ts';
import type { AvatarAssets, Track } from '../../src/main/pipeline/renderers/renderer.ts';
import { BLENDSHAPE_INDEX as AT } from '../../src/shared/blendshapes.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import {
  CLOSURES,
  FACES,
  type FaceName,
  frameOf,
  lipGap,
  openGallery,
  openGauge,
  STILL,
  spokenWeights,
  weightsOf,
} from './gallery.ts';

const LEAST_CORRELATION = 0.9;
const MOST_CLOSED_GAP = 0.02;
const SPEAKING_MEDIAN = [0.05, 0.12] as const;
/** Below this commanded gap a frame is not one of open speech. */
const OPEN = 0.02;
/** Every fourth frame of the speech is measured: the landmark model is what costs. */
const STEP = 4;

type Spoil = (weights: Float32Array, index: number) => Float32Array;
const honest: Spoil = weights => weights;
const scaled =
  (factor: number): Spoil =>
  weights =>
    weights.map(w => Math.min(1, w * factor));
const ajar: Spoil = weights => {
  const spoilt = weights.slice();
  spoilt[AT.jawOpen] = spoilt[AT.jawOpen]! + 0.15;
  spoilt[AT.mouthClose] = 0;
  return spoilt;
};

let gallery: Record<FaceName, AvatarAssets>;
let gauge: FaceFinder;
const tracks = {} as Record<FaceName, Track>;
const speech = spokenWeights().filter((_, i) => i % STEP === 0);

beforeAll(async () => {
  [gallery, gauge] = [await openGallery(512), await openGauge()];
  const renderer = await portraitRenderer.load();
  for (const name of Object.keys(FACES) as FaceName[])
    tracks[name] = await renderer.prepare(gallery[name], STILL, CompositorOptions.parse({}));
}, 60_000);
afterAll(async () => {
  for (const track of Object.values(tracks)) await track.close();
  await gauge.close();
});

const measured = async (
  name: FaceName,
  weights: readonly Float32Array[],
  spoil: Spoil,
): Promise<number[]> => {
  const gaps = [];
  for (const [i, frame] of weights.entries())
    gaps.push(
      await lipGap(gauge, gallery[name], await frameOf(tracks[name], gallery[name], spoil(frame, i))),
    );
  return gaps;
};

/** The gap the weights ask for: what the bases add up to. */
const commanded = (name: FaceName, weights: readonly Float32Array[]): number[] => {
  const rig = portraitRigOf(gallery[name])!;
  const coefficients = createCoefficients();
  return weights.map(frame => {
    mixWeights(frame, createLife(), STILL, STILL.smileRelax * rig.face.smile, rig.gapOf, coefficients);
    let gap = 0;
    for (let b = 0; b < BASES.length; b++)
      if (b !== BASIS_INDEX.restSeal) gap += coefficients[b]! * rig.gapOf[b]!;
    return gap;
  });
};

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (v: readonly number[]): number => v.reduce((s, x) => s + x, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 1e-12, 1e-12];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
};
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

describe.each(Object.keys(FACES) as FaceName[])('%s', name => {
  test('opens as far as it is told, and as far as mouths do', async () => {
    const asked = commanded(name, speech);
    const seen = await measured(name, speech, honest);
    const speaking = median(seen.filter((_, i) => asked[i]! > OPEN));
    expect(correlation(asked, seen)).toBeGreaterThanOrEqual(LEAST_CORRELATION);
    expect(speaking).toBeGreaterThanOrEqual(SPEAKING_MEDIAN[0]);
    expect(speaking).toBeLessThanOrEqual(SPEAKING_MEDIAN[1]);
  });

  test('closes on p, b, m and in silence', async () => {
    const seen = await measured(name, [...CLOSURES, weightsOf({})], honest);
    expect(Math.max(...seen)).toBeLessThanOrEqual(MOST_CLOSED_GAP);
  });
});

describe('a broken renderer is caught', () => {
  const name: FaceName = 'an illustration';
  const few = speech.filter((_, i) => i % 2 === 0);

  test('one whose mouth moves at the wrong time fails the correlation', async () => {
    const late: Spoil = (_, i) => few[(i + 7) % few.length]!;
    expect(correlation(commanded(name, few), await measured(name, few, late))).toBeLessThan(
      LEAST_CORRELATION,
    );
  });
  test.each([
    ['mumbles', 0.12],
    ['shouts', 2.5],
  ])('one that %s fails the median', async (_, factor) => {
    const asked = commanded(name, few);
    const seen = await measured(name, few, scaled(factor));
    const speaking = median(seen.filter((_gap, i) => asked[i]! > OPEN));
    expect(speaking < SPEAKING_MEDIAN[0] || speaking > SPEAKING_MEDIAN[1]).toBe(true);
  });
  test('one that leaves the lips ajar fails the closure', async () => {
    const seen = await measured(name, [...CLOSURES, weightsOf({})], ajar);
    expect(Math.max(...seen)).toBeGreaterThan(MOST_CLOSED_GAP);
  });
});
