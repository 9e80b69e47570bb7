/** A session of an hour, faster than time: its last minutes must cost what its first did, and memory must not grow. */

import { createJpegEncoder } from '../../src/main/pipeline/encoding/jpeg-encoder.ts';
import { createFrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { BLENDSHAPE_COUNT } from '../../src/shared/blendshapes.ts';
import { drawFrame } from '../support/draw-frame.ts';
import { costAfterAnHour, growthInAnHour, watchMinutes } from './ageing.ts';
import type { Bench } from './bench.ts';
import { BENCH_FORMAT, openPortrait } from './portrait-session.ts';
import { speechSample } from './speech-sample.ts';

const MINUTES = 60;
const FRAMES = 1500;
// Every frame is articulated; one in ten is drawn and encoded, so that the hour fits into a minute or two.
const DRAW_EVERY = 10;

/** See Bench. */
export const hourBench: Bench = {
  name: 'hour',
  about: 'one simulated hour of speech in one session',
  run: async () => {
    const jpeg = createJpegEncoder();
    const { track, articulation } = await openPortrait();
    const pcm = await speechSample(60);
    const weights = new Float32Array(BLENDSHAPE_COUNT);
    const buffer = createFrameBuffer(BENCH_FORMAT.width, BENCH_FORMAT.height, 3);
    const minutes = await watchMinutes(MINUTES, async (minute, slice, slices) => {
      const frames = FRAMES / slices;
      for (let frame = slice * frames; frame < (slice + 1) * frames; frame++) {
        const micros = (minute * FRAMES + frame) * 40_000;
        await articulation.pushPcm(pcm.subarray(frame * 640, (frame + 1) * 640));
        articulation.sampleAt(micros, weights);
        if (frame % DRAW_EVERY !== 0) continue;
        await drawFrame(track, { lifeMicros: micros, weights, speaking: 1 }, buffer);
        await jpeg.encode(buffer, 80);
      }
    });
    await track.close();
    await jpeg.close();
    const growth = (of: 'resident' | 'held'): number => growthInAnHour(minutes.map(minute => minute[of]));
    return [
      {
        name: 'hour: last minutes over first',
        value: costAfterAnHour(minutes.map(({ cost }) => cost)),
        unit: '×',
        target: 1.05,
      },
      { name: 'hour: memory slope, resident', value: growth('resident'), unit: 'MB/h', target: 1 },
      { name: 'hour: memory slope, heap and buffers', value: growth('held'), unit: 'MB/h', target: 1 },
    ];
  },
};
