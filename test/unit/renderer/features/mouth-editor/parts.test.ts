/** The editor's pure parts: commands, symmetry, curves, view, guided drawing, pointer. */
import { beforeEach, describe, expect, test } from 'vitest';
import { perform } from '../../../../../src/renderer/features/mouth-editor/commands.ts';
import { isInside, nearestOn, onCurve } from '../../../../../src/renderer/features/mouth-editor/curves.ts';
import { drawnMouth } from '../../../../../src/renderer/features/mouth-editor/guided-draw.ts';
import {
  documentOf,
  ellipse,
  type MouthDocument,
} from '../../../../../src/renderer/features/mouth-editor/mouth-document.ts';
import {
  type EditorDeps,
  MouthEditor,
} from '../../../../../src/renderer/features/mouth-editor/mouth-editor.ts';
import { nudgeOf, PointerTool } from '../../../../../src/renderer/features/mouth-editor/pointer-tool.ts';
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
import type { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';
import type { AvatarView } from '../../../../../src/shared/studio/avatars.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';

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

describe('the editor', () => {
  const stored: { id: string; mouth: MouthMetadata | null }[] = [];
  const shown: MouthMetadata[] = [];
  let clock: ManualClock;
  let editor: MouthEditor;
  let tool: PointerTool;
  const avatar = (id: string): AvatarView => ({
    id,
    name: id,
    width: SIZE.width,
    height: SIZE.height,
    hasAlpha: false,
    demo: false,
    licence: '',
    createdAt: '',
    pictureUrl: '',
    thumbnailUrl: '',
    mouth:
      id === 'drawn' ? null : { animation: { mouth_center: [0.5, 0.6], mouth_rx: 0.15, mouth_ry: 0.048 } },
    mouthSource: 'detected',
    faces: [],
    faceIndex: 0,
    moving: null,
  });
  const held = { shift: false, alt: false, hand: false };
  beforeEach(() => {
    stored.length = 0;
    shown.length = 0;
    clock = new ManualClock();
    const deps: EditorDeps = {
      clock,
      avatar: id => (id === 'nobody' ? null : avatar(id)),
      save: async (id, mouth) => {
        stored.push({ id, mouth });
        return { ...avatar(id), mouth: mouth ?? avatar('mia').mouth };
      },
      preview: metadata => void shown.push(metadata),
    };
    editor = new MouthEditor(deps);
    editor.resize({ width: 800, height: 600 });
    tool = new PointerTool(editor);
  });
  const at = (x: number, y: number) => toView(editor.view.getState().viewport, imagePoint(x, y));

  test('a point follows the pointer, the drag is one step, the live face follows, saving stores it', async () => {
    expect(editor.open('nobody')).toBe(false);
    expect(editor.open('mia')).toBe(true);
    expect(editor.isDirty).toBe(false);
    tool.down(at(140, 300), held);
    for (let y = 301; y <= 312; y++) tool.move(at(140, y), held);
    tool.up();
    expect(editor.document!.outer[0]![1]).toBeCloseTo(312, 5);
    expect(editor.view.getState().history!.past).toHaveLength(1);
    clock.step(300);
    expect(shown).toHaveLength(1);
    await editor.save();
    expect(stored[0]!.mouth!.animation.outer_lip![0]![1]).toBeCloseTo(312 / 500, 4);
    expect(editor.isDirty).toBe(false);
    editor.undo();
    expect(editor.isDirty).toBe(true);
  });

  test('a double click on the curve adds a point, Delete takes it away, arrows nudge it', () => {
    editor.open('mia');
    const between = onCurve(editor.document!.outer, 5, 0.5);
    tool.doubleClick(at(between[0], between[1]));
    expect(editor.document!.outer).toHaveLength(21);
    tool.up();
    tool.down(at(between[0], between[1]), held);
    tool.up();
    const [dx, dy] = nudgeOf('ArrowDown', { shift: true, alt: false })!;
    editor.nudge(dx, dy);
    editor.nudge(dx, dy);
    expect(editor.document!.outer[6]![1]).toBeCloseTo(between[1] + 20);
    editor.deleteSelected();
    expect(editor.document!.outer).toHaveLength(20);
    expect(editor.view.getState().history!.past).toHaveLength(3);
  });

  test('the inside of the mouth moves all of it, Shift scales, Alt turns; beside it the picture pans', () => {
    editor.open('mia');
    // Beside the centre's own handle.
    const [x, y] = [225, 303];
    tool.down(at(x, y), held);
    tool.move(at(x + 12, y - 6), held);
    tool.up();
    expect(editor.document!.centre[0]).toBeCloseTo(212);
    tool.down(at(x + 12, y - 6), { ...held, shift: true });
    tool.move(at(x + 37, y - 4), { ...held, shift: true });
    tool.up();
    expect(editor.document!.rx).toBeGreaterThan(100);
    const before = editor.view.getState().viewport;
    tool.down(at(30, 30), held);
    tool.move(viewPoint(at(30, 30)[0] + 40, at(30, 30)[1]), held);
    expect(editor.view.getState().viewport.x).not.toBe(before.x);
  });

  test('a picture without a mouth is drawn by four clicks; a click can be taken back', () => {
    editor.open('drawn');
    expect(editor.document).toBeNull();
    for (const [x, y] of [
      [150, 300],
      [10, 10],
    ] as const)
      tool.down(at(x, y), held);
    editor.undo();
    for (const [x, y] of [
      [250, 300],
      [200, 285],
      [200, 320],
    ] as const)
      tool.down(at(x, y), held);
    expect(editor.view.getState().drawing).toBeNull();
    expect(editor.document!.centre[0]).toBeCloseTo(200, 0);
  });

  test('JSON goes out and comes in; what is wrong is named and changes nothing', () => {
    editor.open('mia');
    const json = editor.toJson();
    tool.down(at(140, 300), held);
    tool.move(at(120, 300), held);
    editor.fromJson(json);
    expect(editor.toJson()).toBe(json);
    expect(() => editor.fromJson('{"animation": {"mouth_center": [0.5]}}')).toThrow(/mouth_center/);
    expect(() => editor.fromJson('no')).toThrow(/not JSON/);
    expect(editor.toJson()).toBe(json);
  });
});
