/** The editor's pure parts: commands, symmetry, curves, view, guided drawing. */
import { describe, expect, test } from 'vitest';
import { perform } from '../../../../../src/renderer/features/mouth-editor/commands.ts';
import { isInside, nearestOn, onCurve } from '../../../../../src/renderer/features/mouth-editor/curves.ts';
import { drawnMouth } from '../../../../../src/renderer/features/mouth-editor/guided-draw.ts';
import {
  documentOf,
  ellipse,
  type MouthDocument,
} from '../../../../../src/renderer/features/mouth-editor/mouth-document.ts';
import {
  boundsOf,
  distance,
  imagePoint,
  viewPoint,
} from '../../../../../src/renderer/features/mouth-editor/points.ts';
import { axisOf, mirrored } from '../../../../../src/renderer/features/mouth-editor/symmetry.ts';
import {
  fitBox,
  pan,
  toImage,
  toView,
  zoomAt,
} from '../../../../../src/renderer/features/mouth-editor/viewport.ts';

const SIZE = { width: 400, height: 500 };

const mouth = (): MouthDocument => ({
  outer: ellipse(imagePoint(200, 300), 60, 24),
  inner: ellipse(imagePoint(200, 300), 48, 4),
  centre: imagePoint(200, 300),
  rx: 60,
  ry: 24,
  faceBox: [100, 100, 300, 400],
  modelCrop: null,
});

describe('commands', () => {
  test('moving a point symmetrically moves its mirror image, and nothing else', () => {
    const before = mouth();
    const points = { curve: 'outer', indexes: [3] } as const;
    const after = perform(before, { kind: 'move-points', points, dx: -5, dy: 7, symmetric: true }, SIZE);
    const changed = after.outer.flatMap((point, i) => (distance(point, before.outer[i]!) > 1e-9 ? [i] : []));
    expect(changed).toEqual([3, 7]);
    expect(after.outer[7]![0] - before.outer[7]![0]).toBeCloseTo(5);
    expect(after.outer[7]![1] - before.outer[7]![1]).toBeCloseTo(7);
  });

  test('a bent curve passes where it was pulled to', () => {
    const before = mouth();
    const at = onCurve(before.outer, 4, 0.5);
    const bend = {
      kind: 'bend-curve',
      curve: 'outer',
      index: 4,
      share: 0.5,
      dx: 0,
      dy: 10,
      symmetric: false,
    } as const;
    const after = perform(before, bend, SIZE);
    expect(onCurve(after.outer, 4, 0.5)[1] - at[1]).toBeGreaterThan(4);
    expect(distance(after.outer[12]!, before.outer[12]!)).toBe(0);
  });

  test('an added point lies on the curve; three points are the least', () => {
    const before = mouth();
    const added = perform(before, { kind: 'add-point', curve: 'outer', near: imagePoint(200, 340) }, SIZE);
    expect(added.outer).toHaveLength(21);
    expect(nearestOn(before.outer, imagePoint(200, 324)).distance).toBeLessThan(1);
    const all = { curve: 'outer', indexes: before.outer.map((_, i) => i) } as const;
    expect(perform(before, { kind: 'delete-points', points: all }, SIZE)).toBe(before);
  });

  test('mirroring a tilted, crooked mouth makes it symmetric about its own axis', () => {
    const tilted = perform(mouth(), { kind: 'rotate-mouth', radians: 0.2 }, SIZE);
    const points = { curve: 'outer', indexes: [4] } as const;
    const crooked = perform(tilted, { kind: 'move-points', points, dx: 0, dy: 9, symmetric: false }, SIZE);
    const even = perform(crooked, { kind: 'mirror', from: 'left' }, SIZE);
    const axis = axisOf(even.outer);
    for (const point of even.outer)
      expect(Math.min(...even.outer.map(other => distance(other, mirrored(point, axis))))).toBeLessThan(1.5);
  });

  test('scaling and turning keep the centre; a whole turn changes nothing', () => {
    const before = mouth();
    const wide = perform(before, { kind: 'scale-mouth', x: 2, y: 1 }, SIZE);
    expect(wide.rx).toBe(120);
    expect(boundsOf(wide.outer)[2] - boundsOf(wide.outer)[0]).toBeCloseTo(240, 0);
    const turned = perform(before, { kind: 'rotate-mouth', radians: 2 * Math.PI }, SIZE);
    for (const [i, point] of turned.outer.entries())
      expect(distance(point, before.outer[i]!)).toBeLessThan(1e-6);
  });

  test('a mouth known by centre and radii gets the ellipse of them', () => {
    const document = documentOf(
      { animation: { mouth_center: [0.5, 0.6], mouth_rx: 0.1, mouth_ry: 0.05 } },
      SIZE,
    );
    expect(document.outer).toHaveLength(20);
    expect(isInside(document.outer, imagePoint(200, 300))).toBe(true);
  });
});

describe('view', () => {
  test('zooming keeps what lies under the pointer; bounds hold; there and back is the same place', () => {
    const view = fitBox([100, 200, 300, 400], { width: 800, height: 600 });
    expect(view.zoom).toBe(3);
    const about = viewPoint(123, 456);
    const place = toImage(view, about);
    const nearer = zoomAt(view, about, 2.5);
    expect(distance(toView(nearer, place), about)).toBeLessThan(1e-9);
    expect(zoomAt(view, about, 1e9).zoom).toBe(32);
    expect(zoomAt(view, about, 1e-9).zoom).toBe(0.25);
  });

  test('a picture cannot be lost', () => {
    const view = pan({ zoom: 1, x: 0, y: 0 }, 9999, -9999, SIZE, { width: 800, height: 600 });
    expect(view.x).toBeLessThan(800);
    expect(view.y + SIZE.height).toBeGreaterThan(0);
  });
});

test('four clicks in any order of sides draw lips between them', () => {
  const clicks = [imagePoint(260, 310), imagePoint(140, 290), imagePoint(195, 330), imagePoint(205, 280)];
  expect(drawnMouth(clicks.slice(0, 3))).toBeNull();
  const drawn = drawnMouth(clicks)!;
  const [left, top, right, bottom] = boundsOf(drawn.outer);
  expect([left, right].map(Math.round)).toEqual([140, 260]);
  expect(top).toBeLessThan(288);
  expect(bottom).toBeGreaterThan(312);
  expect(isInside(drawn.outer, drawn.inner![3]!)).toBe(true);
});
