/** Expressions over speech: there at once when asked for at first, eased afterwards, and out of the way of the words. */
import { expect, test } from 'vitest';
import { createExpressions } from '../../../../../src/main/pipeline/renderers/portrait/expression.ts';
import { BLENDSHAPE_INDEX as AT, BLENDSHAPE_COUNT } from '../../../../../src/shared/blendshapes.ts';
import { EXPRESSIONS, PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';

const silent = new Float32Array(BLENDSHAPE_COUNT);
const options = (expression: (typeof EXPRESSIONS)[number], expressionAmount = 1) =>
  PortraitOptions.parse({ expression, expressionAmount });

test('the first one is there at once, the next one comes over a third of a second', () => {
  const { lay } = createExpressions();
  const into = new Float32Array(BLENDSHAPE_COUNT);
  const smileAt = (expression: (typeof EXPRESSIONS)[number], ms: number): number => {
    lay(options(expression), ms * 1000, 0, silent, into);
    return into[AT.mouthSmileLeft]!;
  };
  const whole = smileAt('smile', 1_000);
  expect(whole).toBeGreaterThan(0.5);
  const seen = [1_040, 1_080, 1_160, 1_240, 1_320, 1_400].map(ms => smileAt('neutral', ms));
  expect(seen[0]).toBeCloseTo(whole, 5);
  expect([...seen].sort((a, b) => b - a)).toEqual(seen);
  expect(seen.at(-1)).toBe(0);
  // Turned back halfway, it goes on from where it is.
  smileAt('smile', 1_440);
  const halfway = smileAt('smile', 1_600);
  expect(smileAt('neutral', 1_640)).toBeCloseTo(halfway, 5);
});

test('neutral changes nothing, and no weight leaves 0..1', () => {
  const { lay } = createExpressions();
  const spoken = Float32Array.from({ length: BLENDSHAPE_COUNT }, (_, i) => (i % 5) / 4);
  const into = new Float32Array(BLENDSHAPE_COUNT);
  lay(options('neutral'), 0, 1, spoken, into);
  expect(into).toEqual(spoken);
  for (const [i, expression] of EXPRESSIONS.entries()) {
    lay(options(expression, 1.5), (i + 1) * 2_000_000, 0, spoken, into);
    expect(Math.max(...into)).toBeLessThanOrEqual(1);
    expect(Math.min(...into)).toBeGreaterThanOrEqual(0);
  }
});

test('while it speaks, the lips belong to the words and the brows do not', () => {
  const { lay } = createExpressions();
  const into = new Float32Array(BLENDSHAPE_COUNT);
  lay(options('surprised'), 0, 0, silent, into);
  const [jaw, brow] = [into[AT.jawOpen]!, into[AT.browInnerUp]!];
  lay(options('surprised'), 40_000, 1, silent, into);
  expect(into[AT.jawOpen]).toBeLessThan(jaw / 4);
  expect(into[AT.browInnerUp]).toBeCloseTo(brow, 5);
});
