/** The editor under the hand: pointer, keys, drawing, JSON, the frame, the detection. */
import { expect, test } from 'vitest';
import { onCurve } from '../../../../../src/renderer/features/mouth-editor/curves.ts';
import { pressKey } from '../../../../../src/renderer/features/mouth-editor/editor-keys.ts';
import { frameHandlesOf } from '../../../../../src/renderer/features/mouth-editor/mouth-frame.ts';
import { nudgeOf } from '../../../../../src/renderer/features/mouth-editor/pointer-tool.ts';
import { boundsOf, viewPoint } from '../../../../../src/renderer/features/mouth-editor/points.ts';
import { editorForTests } from './editor-bench.ts';

const bench = editorForTests();

test('a point follows the pointer, the drag is one step, the live face follows, saving stores it', async () => {
  expect(await bench.editor.open('nobody')).toBe(false);
  expect(await bench.editor.open('mia')).toBe(true);
  expect(bench.editor.isDirty).toBe(false);
  bench.tool.down(bench.at(140, 300), bench.held);
  for (let y = 301; y <= 312; y++) bench.tool.move(bench.at(140, y), bench.held);
  bench.tool.up();
  expect(bench.editor.document!.outer[0]![1]).toBeCloseTo(312, 5);
  expect(bench.editor.view.getState().history!.past).toHaveLength(1);
  bench.clock.step(300);
  expect(bench.shown).toHaveLength(1);
  await bench.keeper.save();
  expect(bench.main.versions.get('mia')![1]!.mouth!.animation.outer_lip![0]![1]).toBeCloseTo(312 / 500, 4);
  expect(bench.editor.isDirty).toBe(false);
  bench.editor.undo();
  expect(bench.editor.isDirty).toBe(true);
});

test('a double click on the curve adds a point, Delete takes it away, arrows nudge it', async () => {
  await bench.editor.open('mia');
  const between = onCurve(bench.editor.document!.outer, 5, 0.5);
  bench.tool.doubleClick(bench.at(between[0], between[1]));
  expect(bench.editor.document!.outer).toHaveLength(21);
  bench.tool.up();
  bench.tool.down(bench.at(between[0], between[1]), bench.held);
  bench.tool.up();
  const [dx, dy] = nudgeOf('ArrowDown', { shift: true, alt: false })!;
  bench.editor.nudge(dx, dy);
  bench.editor.nudge(dx, dy);
  expect(bench.editor.document!.outer[6]![1]).toBeCloseTo(between[1] + 20);
  bench.editor.deleteSelected();
  expect(bench.editor.document!.outer).toHaveLength(20);
  expect(bench.editor.view.getState().history!.past).toHaveLength(3);
});

test('the inside of the mouth moves all of it, Shift scales, Alt turns; beside it the picture pans', async () => {
  await bench.editor.open('mia');
  // Beside the centre's own handle.
  const [x, y] = [225, 303];
  bench.tool.down(bench.at(x, y), bench.held);
  bench.tool.move(bench.at(x + 12, y - 6), bench.held);
  bench.tool.up();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(212);
  bench.tool.down(bench.at(x + 12, y - 6), { ...bench.held, shift: true });
  bench.tool.move(bench.at(x + 37, y - 4), { ...bench.held, shift: true });
  bench.tool.up();
  expect(bench.editor.document!.rx).toBeGreaterThan(100);
  const before = bench.editor.view.getState().viewport;
  bench.tool.down(bench.at(30, 30), bench.held);
  bench.tool.move(viewPoint(bench.at(30, 30)[0] + 40, bench.at(30, 30)[1]), bench.held);
  expect(bench.editor.view.getState().viewport.x).not.toBe(before.x);
});

test('a picture without a mouth is drawn by four clicks; a click can be taken back', async () => {
  await bench.editor.open('drawn');
  expect(bench.editor.document).toBeNull();
  for (const [x, y] of [
    [150, 300],
    [10, 10],
  ] as const)
    bench.tool.down(bench.at(x, y), bench.held);
  bench.editor.undo();
  for (const [x, y] of [
    [250, 300],
    [200, 285],
    [200, 320],
  ] as const)
    bench.tool.down(bench.at(x, y), bench.held);
  expect(bench.editor.view.getState().drawing).toBeNull();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(200, 0);
});

test('JSON goes out and comes in; what is wrong is named and changes nothing', async () => {
  await bench.editor.open('mia');
  const json = bench.editor.toJson();
  bench.tool.down(bench.at(140, 300), bench.held);
  bench.tool.move(bench.at(120, 300), bench.held);
  bench.editor.fromJson(json);
  expect(bench.editor.toJson()).toBe(json);
  expect(() => bench.editor.fromJson('{"animation": {"mouth_center": [0.5]}}')).toThrow(/mouth_center/);
  expect(() => bench.editor.fromJson('no')).toThrow(/not JSON/);
  expect(bench.editor.toJson()).toBe(json);
});

test('the handles of the frame scale one way or evenly, the knob and keys turn', async () => {
  await bench.editor.open('mia');
  const { viewport } = bench.editor.view.getState();
  const width = (): number => {
    const [left, , right] = boundsOf(bench.editor.document!.outer);
    return right - left;
  };
  const handle = (x: number, y: number) =>
    frameHandlesOf(bench.editor.document!, viewport).find(
      ({ handle: one }) => one !== 'knob' && one.x === x && one.y === y,
    )!.at;
  const [wide, high] = [width(), bench.editor.document!.ry];
  const side = handle(1, 0);
  bench.tool.down(side, bench.held);
  for (let i = 1; i <= 10; i++) bench.tool.move(viewPoint(side[0] + 6 * i, side[1]), bench.held);
  bench.tool.up();
  expect(width()).toBeGreaterThan(wide * 1.2);
  expect(bench.editor.document!.ry).toBe(high);
  expect(bench.editor.view.getState().history!.past).toHaveLength(1);
  const key = (name: string) =>
    pressKey(bench.editor, { key: name, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false });
  const before = bench.editor.document!.outer[0]!;
  expect(key(']') && key('PageUp')).toBe(true);
  expect(bench.editor.document!.outer[0]).not.toEqual(before);
  expect(key('q')).toBe(false);
});

test('chosen points, or all, snap back to the detection', async () => {
  await bench.editor.open('mia');
  await bench.settle();
  const found = bench.editor.document!.outer[3]!;
  bench.editor.run({ kind: 'move-mouth', dx: 30, dy: 0 });
  bench.editor.select({ curve: 'outer', indexes: [3] });
  bench.editor.snapBack();
  expect(bench.editor.document!.outer[3]![0]).toBeCloseTo(found[0]);
  expect(bench.editor.document!.outer[4]![0]).toBeGreaterThan(found[0] + 10);
  bench.editor.select(null);
  bench.editor.snapBack();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(200);
  bench.editor.undo();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(230);
});
