/** What putting a mouth back costs, for each blend mode at a patch of 256x256, as neural renderers use it. */
import {
  type Compositor,
  createCompositor,
  type PixelView,
} from '../../src/main/pipeline/compositor/compositor.ts';
import type { Point } from '../../src/main/pipeline/compositor/mask.ts';
import type { MouthGeometry } from '../../src/main/pipeline/compositor/mouth-masks.ts';
import { createSoftRectangle } from '../../src/main/pipeline/compositor/soft-rectangle.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { type Figure, median } from './bench.ts';

const SIDE = 256;
const MOUTH: MouthGeometry = {
  centre: [128, 180],
  rx: 46,
  ry: 20,
  outerLip: Array.from({ length: 20 }, (_, i): Point => {
    const angle = (i / 20) * 2 * Math.PI;
    return [Math.round(128 + 46 * Math.cos(angle)), Math.round(180 + 20 * Math.sin(angle))];
  }),
};

const noise = (seed: number): PixelView => ({
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 7919 + seed * 31 + (i >> 5)) & 255),
  offset: 0,
  stride: SIDE,
  channels: 3,
});

const costMs = ({ blend }: Compositor): number => {
  const [original, rendered, into] = [noise(1), noise(2), noise(3)];
  const times: number[] = [];
  for (let i = 0; i < 300; i++) {
    const started = performance.now();
    blend(original, rendered, into);
    if (i >= 50) times.push(performance.now() - started);
  }
  return median(times);
};

/** ms a patch. */
export const blendCosts = async (): Promise<Figure[]> => {
  const of = (given: Partial<CompositorOptions>): Compositor | null =>
    createCompositor(MOUTH, SIDE, SIDE, CompositorOptions.parse(given));
  const modes: readonly [string, Compositor | null][] = [
    ['basic', createSoftRectangle(SIDE, SIDE)],
    ['opentalking_improved', of({ mode: 'opentalking_improved' })],
    ['opentalking_improved with jaw', of({ mode: 'opentalking_improved', enableJawMotionBlend: true })],
    ['easy_improved', of({ mode: 'easy_improved' })],
  ];
  return modes.flatMap(([name, compositor]) =>
    compositor === null
      ? []
      : [{ name: `omnirt: blend ${name}, 256x256`, value: costMs(compositor), unit: 'ms', target: 1.5 }],
  );
};
