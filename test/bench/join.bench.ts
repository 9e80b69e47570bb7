/** Lip error at the joins of lock-step chunks: what is shown at a chunk's end, against the same speech heard whole. */

import { fileURLToPath } from 'node:url';
import { createArticulationTrack } from '../../src/main/pipeline/articulation/articulation-track.ts';
import { loadArticulation } from '../../src/main/pipeline/service/load-articulation.ts';
import { BLENDSHAPE_COUNT, BLENDSHAPE_INDEX } from '../../src/shared/blendshapes.ts';
import { type Bench, quantile } from './bench.ts';
import { speechSample } from './speech-sample.ts';

const modelsDir = fileURLToPath(new URL('../../resources/models', import.meta.url));
const JAW = BLENDSHAPE_INDEX.jawOpen;

/** See Bench. */
export const joinBench: Bench = {
  name: 'join',
  about: 'jawOpen of the last 120 ms of each chunk, lock-step against whole',
  run: async () => {
    const model = await loadArticulation(modelsDir);
    const pcm = await speechSample(30);
    const weights = new Float32Array(BLENDSHAPE_COUNT);
    const jawOf = async (chunk: number): Promise<number[]> => {
      const track = createArticulationTrack(model);
      const jaws: number[] = [];
      for (let at = 0; at < pcm.length; at += chunk) {
        await track.pushPcm(pcm.subarray(at, at + chunk));
        const end =
          chunk === pcm.length
            ? Math.ceil((pcm.length * 25) / 16_000)
            : Math.ceil((Math.min(pcm.length, at + chunk) * 25) / 16_000);
        if (chunk === pcm.length) await track.endTurn();
        while (jaws.length < end) {
          track.sampleAt(jaws.length * 40_000, weights);
          jaws.push(weights[JAW] ?? 0);
        }
      }
      return jaws;
    };
    const whole = await jawOf(pcm.length);
    const errors = async (chunk: number, only: (frame: number) => boolean): Promise<number[]> =>
      (await jawOf(chunk))
        .map((jaw, i) => (only(i) ? Math.abs(jaw - (whole[i] ?? 0)) : -1))
        .filter(error => error >= 0);
    const large = await errors(17_920, frame => frame % 28 >= 25);
    const small = await errors(2_560, () => true);
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    return [
      { name: 'join: jaw error, chunks of 17,920, mean', value: mean(large), unit: '' },
      { name: 'join: jaw error, chunks of 17,920, p95', value: quantile(large, 0.95), unit: '' },
      { name: 'join: jaw error, chunks of 2,560, mean', value: mean(small), unit: '' },
      { name: 'join: jaw error, chunks of 2,560, p95', value: quantile(small, 0.95), unit: '' },
    ];
  },
};
