/** The editor as its screen uses it: pointer, keys, drawing, JSON, films, versions, another window, another picture, drafts, masks. */
import { beforeEach, describe, expect, test } from 'vitest';
import { onCurve } from '../../../../../src/renderer/features/mouth-editor/curves.ts';
import { pressKey } from '../../../../../src/renderer/features/mouth-editor/editor-keys.ts';
import { MaskFollower } from '../../../../../src/renderer/features/mouth-editor/mask-follower.ts';
import {
  createMouthDrafts,
  type MouthDrafts,
} from '../../../../../src/renderer/features/mouth-editor/mouth-drafts.ts';
import { MouthEditor } from '../../../../../src/renderer/features/mouth-editor/mouth-editor.ts';
import { frameHandlesOf } from '../../../../../src/renderer/features/mouth-editor/mouth-frame.ts';
import { MouthKeeper } from '../../../../../src/renderer/features/mouth-editor/mouth-keeper.ts';
import { isForeign } from '../../../../../src/renderer/features/mouth-editor/picture-hash.ts';
import { nudgeOf, PointerTool } from '../../../../../src/renderer/features/mouth-editor/pointer-tool.ts';
import { boundsOf, imagePoint, viewPoint } from '../../../../../src/renderer/features/mouth-editor/points.ts';
import { toView } from '../../../../../src/renderer/features/mouth-editor/viewport.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import type { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';
import { FakeMouths } from './fake-mouths.ts';

describe('the editor', () => {
  const shown: MouthMetadata[] = [];
  let clock: ManualClock;
  let main: FakeMouths;
  let editor: MouthEditor;
  let keeper: MouthKeeper;
  let tool: PointerTool;
  let drafts: MouthDrafts;
  const held = { shift: false, alt: false, hand: false };
  const open = (): void => {
    editor = new MouthEditor({
      clock,
      call: main.call,
      avatar: main.avatar,
      preview: metadata => void shown.push(metadata),
      drafts,
    });
    keeper = new MouthKeeper(editor, main.call, drafts);
    editor.camera.resize({ width: 800, height: 600 });
    tool = new PointerTool(editor);
  };
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  beforeEach(() => {
    shown.length = 0;
    clock = new ManualClock();
    main = new FakeMouths();
    const kept = new Map<string, string>();
    drafts = createMouthDrafts({
      getItem: key => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: key => void kept.delete(key),
    });
    open();
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
    await keeper.save();
    expect(main.versions.get('mia')![1]!.mouth!.animation.outer_lip![0]![1]).toBeCloseTo(312 / 500, 4);
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

  test('the handles of the frame scale one way or evenly, the knob and keys turn', () => {
    editor.open('mia');
    const { viewport } = editor.view.getState();
    const width = (): number => {
      const [left, , right] = boundsOf(editor.document!.outer);
      return right - left;
    };
    const handle = (x: number, y: number) =>
      frameHandlesOf(editor.document!, viewport).find(
        ({ handle: one }) => one !== 'knob' && one.x === x && one.y === y,
      )!.at;
    const [wide, high] = [width(), editor.document!.ry];
    const side = handle(1, 0);
    tool.down(side, held);
    for (let i = 1; i <= 10; i++) tool.move(viewPoint(side[0] + 6 * i, side[1]), held);
    tool.up();
    expect(width()).toBeGreaterThan(wide * 1.2);
    expect(editor.document!.ry).toBe(high);
    expect(editor.view.getState().history!.past).toHaveLength(1);
    const key = (name: string) =>
      pressKey(editor, { key: name, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false });
    const before = editor.document!.outer[0]!;
    expect(key(']') && key('PageUp')).toBe(true);
    expect(editor.document!.outer[0]).not.toEqual(before);
    expect(key('q')).toBe(false);
  });

  test('chosen points, or all, snap back to the detection', async () => {
    editor.open('mia');
    await settle();
    const found = editor.document!.outer[3]!;
    editor.run({ kind: 'move-mouth', dx: 30, dy: 0 });
    editor.select({ curve: 'outer', indexes: [3] });
    editor.snapBack();
    expect(editor.document!.outer[3]![0]).toBeCloseTo(found[0]);
    expect(editor.document!.outer[4]![0]).toBeGreaterThan(found[0] + 10);
    editor.select(null);
    editor.snapBack();
    expect(editor.document!.centre[0]).toBeCloseTo(200);
    editor.undo();
    expect(editor.document!.centre[0]).toBeCloseTo(230);
  });

  test('in a film a change sets a key frame; between two the correction goes over; undo shows where', async () => {
    editor.open('film');
    expect(editor.document).toBeNull();
    await settle();
    expect(editor.document!.centre[0]).toBeCloseTo(160);
    editor.goTo(5);
    editor.run({ kind: 'move-mouth', dx: 0, dy: 10 });
    editor.goTo(15);
    expect(editor.document!.centre[1]).toBeCloseTo(310);
    editor.run({ kind: 'move-mouth', dx: 20, dy: 0 });
    editor.goTo(10);
    expect(editor.document!.centre[0]).toBeCloseTo(200 + 10, 1);
    expect(editor.document!.centre[1]).toBeCloseTo(310, 1);
    editor.run({ kind: 'move-key', from: 15, to: 20 });
    expect(editor.view.getState().history!.present.keys.map(({ frame }) => frame)).toEqual([5, 20]);
    editor.goTo(20);
    expect(editor.document!.centre[0]).toBeCloseTo(240 + 20, 1);
    editor.run({ kind: 'delete-key', frame: 5 });
    editor.goTo(0);
    editor.undo();
    expect(editor.view.getState().frame).toBe(5);
    expect(editor.metadata!.key_frames).toHaveLength(2);
    await keeper.save();
    expect(main.versions.get('film')![1]!.mouth!.key_frames![1]!.frame).toBe(20);
  });

  test('a film without a face gets its mouth by drawing', async () => {
    editor.open('blind');
    await settle();
    editor.goTo(3);
    editor.startDrawing();
    for (const [x, y] of [
      [150, 300],
      [250, 300],
      [200, 285],
      [200, 320],
    ] as const)
      editor.draw(imagePoint(x, y));
    expect(editor.metadata!.key_frames).toMatchObject([{ frame: 3 }]);
    editor.goTo(18);
    expect(editor.document!.centre[0]).toBeCloseTo(200, 0);
  });

  test('another window: what is newer is taken when nothing is lost, else said; both ways out keep both', async () => {
    editor.open('mia');
    const other = { ...editor.metadata!, animation: { ...editor.metadata!.animation, mouth_rx: 0.2 } };
    await main.call('avatars.setMouth', { id: 'mia', mouth: other });
    keeper.seen(main.avatar('mia')!);
    expect(editor.document!.rx).toBeCloseTo(80);
    expect(editor.isDirty).toBe(false);
    editor.run({ kind: 'move-mouth', dx: 5, dy: 0 });
    await main.call('avatars.setMouth', { id: 'mia', mouth: other });
    await keeper.save();
    expect(editor.view.getState()).toMatchObject({ conflict: 3, error: null });
    expect(main.versions.get('mia')).toHaveLength(3);
    await keeper.takeNewest();
    expect(editor.document!.centre[0]).toBeCloseTo(200);
    editor.undo();
    expect(editor.document!.centre[0]).toBeCloseTo(205);
    await main.call('avatars.setMouth', { id: 'mia', mouth: other });
    keeper.seen(main.avatar('mia')!);
    expect(editor.view.getState().conflict).toBe(4);
    await keeper.save(true);
    expect(main.versions.get('mia')!.at(-1)!.mouth!.animation.mouth_center[0]).toBeCloseTo(205 / 400);
    expect(editor.view.getState().conflict).toBeNull();
  });

  test('a version is looked at, named and brought back; undo takes it away again', async () => {
    editor.open('mia');
    editor.run({ kind: 'move-mouth', dx: 40, dy: 0 });
    await keeper.save();
    await settle();
    expect(keeper.view.getState().versions).toHaveLength(2);
    await keeper.look(1);
    expect(editor.view.getState().ghost?.document?.centre[0]).toBeCloseTo(200);
    // Leaving the name's field by a click on the button does both at once.
    await Promise.all([keeper.label(1, 'first'), keeper.restore(1)]);
    expect(editor.view.getState().ghost).toBeNull();
    expect(editor.document!.centre[0]).toBeCloseTo(200);
    expect(editor.isDirty).toBe(false);
    expect(main.versions.get('mia')).toMatchObject([{ label: 'first' }, {}, { restoredFrom: 1 }]);
    editor.undo();
    expect(editor.document!.centre[0]).toBeCloseTo(240);
    expect(editor.isDirty).toBe(true);
  });

  test('metadata of another picture is kept as such until it is mended, each way one step', async () => {
    editor.open('mia');
    await settle();
    const foreign = {
      source_image_hash: 'f'.repeat(64),
      face_box: [0, 0, 0.3, 0.3],
      animation: { mouth_center: [0.15, 0.2], mouth_rx: 0.05, mouth_ry: 0.02 },
    };
    editor.fromJson(JSON.stringify(foreign));
    const isOther = (): boolean =>
      isForeign(editor.view.getState().history!.present.base, editor.view.getState().avatar!.pictureHash);
    expect(isOther()).toBe(true);
    expect(editor.metadata!.source_image_hash).toBe(foreign.source_image_hash);
    expect(keeper.canFit).toBe(true);
    keeper.fitToFace();
    expect(isOther()).toBe(false);
    expect(editor.document!.centre.map(Math.round)).toEqual([200, 300]);
    expect(editor.document!.rx).toBeCloseTo(40);
    editor.undo();
    expect(isOther()).toBe(true);
    keeper.ownPicture();
    expect(isOther()).toBe(false);
    expect(editor.document!.centre[0]).toBeCloseTo(60);
    editor.undo();
    editor.snapBack();
    expect(isOther()).toBe(false);
    expect(editor.document!.centre[0]).toBeCloseTo(200);
  });

  test('work that was not stored outlives the page, and knows that the mouth went on without it', async () => {
    editor.open('mia');
    editor.run({ kind: 'move-mouth', dx: 7, dy: 0 });
    clock.step(300);
    open();
    editor.open('mia');
    expect(editor.document!.centre[0]).toBeCloseTo(207);
    expect(editor.isDirty).toBe(true);
    editor.undo();
    expect(editor.document!.centre[0]).toBeCloseTo(200);
    expect(editor.isDirty).toBe(false);
    await main.call('avatars.setMouth', { id: 'mia', mouth: editor.metadata! });
    open();
    editor.open('mia');
    expect(editor.view.getState().conflict).toBe(2);
    await keeper.save(true);
    open();
    editor.open('mia');
    expect(editor.isDirty).toBe(false);
  });

  test('the mask follows: asked soon, one at a time, the newest wins', async () => {
    editor.open('mia');
    const waiting: (() => void)[] = [];
    main.maskGate = () => new Promise(resolve => waiting.push(resolve));
    const mask = new MaskFollower<string>({
      clock,
      call: main.call,
      look: () => ({ renderer: 'portrait', compositor: CompositorOptions.parse({}) }),
      masked: () => ({ id: 'mia', mouth: editor.metadata!, frame: null }),
      picture: async ({ pngBase64 }) => pngBase64,
    });
    const asks = () => main.asked.filter(([name]) => name === 'avatars.blendMask');
    mask.changed();
    clock.step(200);
    expect(asks()).toHaveLength(0);
    mask.choose({ on: true, mode: 'easy_improved' });
    expect(asks().map(([, params]) => params)).toMatchObject([{ compositor: { mode: 'easy_improved' } }]);
    for (let i = 0; i < 5; i++) {
      editor.run({ kind: 'move-mouth', dx: 4, dy: 0 });
      mask.changed();
      clock.step(100);
    }
    expect(asks()).toHaveLength(1);
    waiting.shift()!();
    await settle();
    expect(asks()).toHaveLength(2);
    waiting.shift()!();
    await settle();
    expect(mask.view.getState()).toMatchObject({ state: 'shown' });
    expect(JSON.parse(mask.view.getState().mask!.picture)).toMatchObject({
      animation: { mouth_center: [0.55, 0.6] },
    });
    mask.choose({ on: false });
    expect(mask.view.getState()).toMatchObject({ state: 'off', mask: null });
  });
});
