/** The comparison's pure parts: sides, presets, the blind test, and what is looked at. */
import { describe, expect, test } from 'vitest';
import { beginTest, shownAt, tally, vote } from '../../../../../src/renderer/features/compare/blind-test.ts';
import { blinkPlace, fitInto } from '../../../../../src/renderer/features/compare/draw-compare.ts';
import {
  addSide,
  firstSides,
  presetText,
  readPreset,
  removeSide,
  sideOf,
  wireSides,
} from '../../../../../src/renderer/features/compare/sides.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';

const used = {
  renderer: 'portrait' as const,
  portrait: PortraitOptions.parse({}),
  compositor: CompositorOptions.parse({}),
  voice: { voiceId: null, rate: 1, pitch: 1 },
};

describe('sides', () => {
  test('a comparison begins with the setting in use and another mode; two to four sides', () => {
    const sides = firstSides(used);
    expect(sides.map(side => side.compositor.mode)).toEqual(['basic', 'easy_improved']);
    const four = addSide(addSide(sides));
    expect(addSide(four)).toBe(four);
    expect(removeSide(four, 1).map(side => side.compositor.mode)).toEqual([
      'basic',
      'easy_improved',
      'easy_improved',
    ]);
    expect(removeSide(sides, 0)).toBe(sides);
    expect(wireSides(sides)[1]).toMatchObject({ label: '', compositor: { mode: 'easy_improved' } });
  });

  test('a preset goes to a file and comes back; another file is refused', () => {
    const preset = { name: 'Soft', ...firstSides(used)[1]! };
    expect(readPreset(presetText(preset))).toEqual(preset);
    expect(sideOf(readPreset(presetText(preset)), used)).toEqual(firstSides(used)[1]);
    expect(() => readPreset('{"kind":"other"}')).toThrow(/no preset/);
    expect(() => readPreset('x')).toThrow(/no preset/);
  });
});

describe('the blind test', () => {
  test('what is preferred is noted for the side, wherever it stood', () => {
    let running = beginTest([0, 2], 0.9);
    expect([shownAt(running, 'left'), shownAt(running, 'right')]).toEqual([0, 2]);
    running = vote(running, 'left', 0.1);
    expect([shownAt(running, 'left'), shownAt(running, 'right')]).toEqual([2, 0]);
    running = vote(running, 'left', 0.1);
    running = vote(running, 'right', 0.9);
    running = vote(running, 'same', 0.9);
    expect(tally(running)).toEqual({ first: 2, second: 1, same: 1 });
  });
});

test('a region fits whole into its box; a blink shows each side in turn', () => {
  const box = { x: 10, y: 0, width: 300, height: 100 };
  expect(fitInto({ width: 50, height: 50 }, box)).toEqual({ x: 110, y: 0, width: 100, height: 100 });
  expect([0, 699, 700, 1400].map(blinkPlace)).toEqual([0, 0, 1, 0]);
});
