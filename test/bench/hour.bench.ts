/** A session of an hour, faster than time: its last minutes must cost what its first did, and memory must not grow. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createJpegEncoder } from '../../src/main/pipeline/encoding/jpeg-encoder.ts';
import { createFrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { BLENDSHAPE_COUNT } from '../../src/shared/blendshapes.ts';
import { drawFrame } from '../support/draw-frame.ts';
import { type Bench, median } from './bench.ts';
import { BENCH_FORMAT, openPortrait } from './portrait-session.ts';
import { speechSample } from './speech-sample.ts';

const MINUTES = 60;
/** Until then caches fill and code is compiled. */
const SETTLED_MINUTE = 15;
// Every frame is articulated; one in ten is drawn and encoded, so that the hour fits into a minute or two.
const DRAW_EVERY = 10;

/** Median slope of all pairs: a leak grows all the time, while one step of the allocator must not pass for one. */
const slope = (values: readonly number[]): number =>
  median(values.flatMap((value, i) => values.slice(0, i).map((before, k) => (value - before) / (i - k))));

/** Collects garbage now: what is left afterwards is held by somebody, and a slope of it is a leak, not the collector's mood. */
const openCollector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

/** See Bench. */
export const hourBench: Bench = {
  name: 'hour',
  about: 'one simulated hour of speech in one session',
  run: async () => {
    const collect = openCollector();
    const jpeg = createJpegEncoder();
    const { track, articulation } = await openPortrait();
    const pcm = await speechSample(60);
    const weights = new Float32Array(BLENDSHAPE_COUNT);
    const buffer = createFrameBuffer(BENCH_FORMAT.width, BENCH_FORMAT.height, 3);
    const minutes: number[] = [];
    const resident: number[] = [];
    const live: number[] = [];
    for (let minute = 0; minute < MINUTES; minute++) {
      const costs: number[] = [];
      for (let frame = 0; frame < 1500; frame++) {
        const micros = (minute * 1500 + frame) * 40_000;
        const before = performance.now();
        await articulation.pushPcm(pcm.subarray(frame * 640, (frame + 1) * 640));
        articulation.sampleAt(micros, weights);
        if (frame % DRAW_EVERY === 0) {
          await drawFrame(track, { lifeMicros: micros, weights, speaking: 1 }, buffer);
          await jpeg.encode(buffer, 80);
        }
        costs.push(performance.now() - before);
      }
      minutes.push(median(costs.filter((_, i) => i % DRAW_EVERY === 0)));
      // Answers of the second thread, and what only they held, are let go of first.
      await new Promise(resolve => setTimeout(resolve, 5));
      collect();
      collect();
      if (minute < SETTLED_MINUTE) continue;
      const { rss, heapUsed, external } = process.memoryUsage();
      resident.push(rss / 1e6);
      live.push((heapUsed + external) / 1e6);
    }
    await track.close();
    await jpeg.close();
    const ratio = median(minutes.slice(-5)) / median(minutes.slice(1, 6));
    return [
      { name: 'hour: last minutes over first', value: ratio, unit: '×', target: 1.05 },
      { name: 'hour: memory slope, resident', value: slope(resident) * 60, unit: 'MB/h', target: 1 },
      { name: 'hour: memory slope, heap and buffers', value: slope(live) * 60, unit: 'MB/h', target: 1 },
    ];
  },
};
