/** Cost of one frame on one core, by part. */

import { createJpegCoder } from '../../src/main/pipeline/encoding/jpeg-coder.ts';
import { createFrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { BLENDSHAPE_COUNT } from '../../src/shared/blendshapes.ts';
import { drawFrame } from '../support/draw-frame.ts';
import { type Bench, median } from './bench.ts';
import { BENCH_FORMAT, openPortrait } from './portrait-session.ts';
import { speechSample } from './speech-sample.ts';

const FRAMES = 300;

/** See Bench. */
export const frameBench: Bench = {
  name: 'frame',
  about: 'one frame at 416x704, one after the other',
  run: async () => {
    const { track, articulation } = await openPortrait();
    const code = createJpegCoder();
    const pcm = await speechSample(FRAMES / 25 + 1);
    const weights = new Float32Array(BLENDSHAPE_COUNT);
    const buffer = createFrameBuffer(BENCH_FORMAT.width, BENCH_FORMAT.height, 3);
    const parts = {
      articulate: [] as number[],
      draw: [] as number[],
      jpeg: [] as number[],
      all: [] as number[],
    };
    for (let i = 0; i < FRAMES; i++) {
      const a = performance.now();
      await articulation.pushPcm(pcm.subarray(i * 640, (i + 1) * 640));
      articulation.sampleAt(i * 40_000, weights);
      const b = performance.now();
      await drawFrame(track, { lifeMicros: i * 40_000, weights, speaking: 1 }, buffer);
      const c = performance.now();
      code(buffer, 80);
      const d = performance.now();
      if (i < 30) continue;
      parts.articulate.push(b - a);
      parts.draw.push(c - b);
      parts.jpeg.push(d - c);
      parts.all.push(d - a);
    }
    await track.close();
    return [
      { name: 'frame: articulate', value: median(parts.articulate), unit: 'ms' },
      { name: 'frame: warp and composite', value: median(parts.draw), unit: 'ms' },
      { name: 'frame: JPEG q80', value: median(parts.jpeg), unit: 'ms' },
      { name: 'frame: all-in', value: median(parts.all), unit: 'ms', target: 6, stretch: 4 },
    ];
  },
};
