/** What the editor keeps: films, versions, another window, another picture, drafts, masks. */
import { expect, test } from 'vitest';
import { MaskFollower } from '../../../../../src/renderer/features/mouth-editor/mask-follower.ts';
import { isForeign } from '../../../../../src/renderer/features/mouth-editor/picture-hash.ts';
import { imagePoint } from '../../../../../src/renderer/features/mouth-editor/points.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { editorForTests } from './editor-bench.ts';

const bench = editorForTests();

test('in a film a change sets a key frame; between two the correction goes over; undo shows where', async () => {
  await bench.editor.open('film');
  expect(bench.editor.document).toBeNull();
  await bench.settle();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(160);
  bench.editor.goTo(5);
  bench.editor.run({ kind: 'move-mouth', dx: 0, dy: 10 });
  bench.editor.goTo(15);
  expect(bench.editor.document!.centre[1]).toBeCloseTo(310);
  bench.editor.run({ kind: 'move-mouth', dx: 20, dy: 0 });
  bench.editor.goTo(10);
  expect(bench.editor.document!.centre[0]).toBeCloseTo(200 + 10, 1);
  expect(bench.editor.document!.centre[1]).toBeCloseTo(310, 1);
  bench.editor.run({ kind: 'move-key', from: 15, to: 20 });
  expect(bench.editor.view.getState().history!.present.keys.map(({ frame }) => frame)).toEqual([5, 20]);
  bench.editor.goTo(20);
  expect(bench.editor.document!.centre[0]).toBeCloseTo(240 + 20, 1);
  bench.editor.run({ kind: 'delete-key', frame: 5 });
  bench.editor.goTo(0);
  bench.editor.undo();
  expect(bench.editor.view.getState().frame).toBe(5);
  expect(bench.editor.metadata!.key_frames).toHaveLength(2);
  await bench.keeper.save();
  expect(bench.main.versions.get('film')![1]!.mouth!.key_frames![1]!.frame).toBe(20);
});

test('a film without a face gets its mouth by drawing', async () => {
  await bench.editor.open('blind');
  await bench.settle();
  bench.editor.goTo(3);
  bench.editor.startDrawing();
  for (const [x, y] of [
    [150, 300],
    [250, 300],
    [200, 285],
    [200, 320],
  ] as const)
    bench.editor.draw(imagePoint(x, y));
  expect(bench.editor.metadata!.key_frames).toMatchObject([{ frame: 3 }]);
  bench.editor.goTo(18);
  expect(bench.editor.document!.centre[0]).toBeCloseTo(200, 0);
});

test('another window: what is newer is taken when nothing is lost, else said; both ways out keep both', async () => {
  await bench.editor.open('mia');
  const other = {
    ...bench.editor.metadata!,
    animation: { ...bench.editor.metadata!.animation, mouth_rx: 0.2 },
  };
  await bench.main.call('avatars.setMouth', { id: 'mia', mouth: other });
  await bench.keeper.seen(bench.main.avatar('mia')!);
  expect(bench.editor.document!.rx).toBeCloseTo(80);
  expect(bench.editor.isDirty).toBe(false);
  bench.editor.run({ kind: 'move-mouth', dx: 5, dy: 0 });
  await bench.main.call('avatars.setMouth', { id: 'mia', mouth: other });
  await bench.keeper.save();
  expect(bench.editor.view.getState()).toMatchObject({ conflict: 3, error: null });
  expect(bench.main.versions.get('mia')).toHaveLength(3);
  await bench.keeper.takeNewest();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(200);
  bench.editor.undo();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(205);
  await bench.main.call('avatars.setMouth', { id: 'mia', mouth: other });
  await bench.keeper.seen(bench.main.avatar('mia')!);
  expect(bench.editor.view.getState().conflict).toBe(4);
  await bench.keeper.save(true);
  expect(bench.main.versions.get('mia')!.at(-1)!.mouth!.animation.mouth_center[0]).toBeCloseTo(205 / 400);
  expect(bench.editor.view.getState().conflict).toBeNull();
});

test('a version is looked at, named and brought back; undo takes it away again', async () => {
  await bench.editor.open('mia');
  bench.editor.run({ kind: 'move-mouth', dx: 40, dy: 0 });
  await bench.keeper.save();
  await bench.settle();
  expect(bench.keeper.view.getState().versions).toHaveLength(2);
  await bench.keeper.look(1);
  expect(bench.editor.view.getState().ghost?.document?.centre[0]).toBeCloseTo(200);
  // Leaving the name's field by a click on the button does both at once.
  await Promise.all([bench.keeper.label(1, 'first'), bench.keeper.restore(1)]);
  expect(bench.editor.view.getState().ghost).toBeNull();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(200);
  expect(bench.editor.isDirty).toBe(false);
  expect(bench.main.versions.get('mia')).toMatchObject([{ label: 'first' }, {}, { restoredFrom: 1 }]);
  bench.editor.undo();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(240);
  expect(bench.editor.isDirty).toBe(true);
});

test('metadata of another picture is kept as such until it is mended, each way one step', async () => {
  await bench.editor.open('mia');
  await bench.settle();
  const foreign = {
    source_image_hash: 'f'.repeat(64),
    face_box: [0, 0, 0.3, 0.3],
    animation: { mouth_center: [0.15, 0.2], mouth_rx: 0.05, mouth_ry: 0.02 },
  };
  bench.editor.fromJson(JSON.stringify(foreign));
  const isOther = (): boolean =>
    isForeign(
      bench.editor.view.getState().history!.present.base,
      bench.editor.view.getState().avatar!.pictureHash,
    );
  expect(isOther()).toBe(true);
  expect(bench.editor.metadata!.source_image_hash).toBe(foreign.source_image_hash);
  expect(bench.keeper.canFit).toBe(true);
  bench.keeper.fitToFace();
  expect(isOther()).toBe(false);
  expect(bench.editor.document!.centre.map(Math.round)).toEqual([200, 300]);
  expect(bench.editor.document!.rx).toBeCloseTo(40);
  bench.editor.undo();
  expect(isOther()).toBe(true);
  bench.keeper.ownPicture();
  expect(isOther()).toBe(false);
  expect(bench.editor.document!.centre[0]).toBeCloseTo(60);
  bench.editor.undo();
  bench.editor.snapBack();
  expect(isOther()).toBe(false);
  expect(bench.editor.document!.centre[0]).toBeCloseTo(200);
});

test('work that was not stored outlives the page, and knows that the mouth went on without it', async () => {
  await bench.editor.open('mia');
  bench.editor.run({ kind: 'move-mouth', dx: 7, dy: 0 });
  bench.clock.step(300);
  bench.open();
  await bench.editor.open('mia');
  expect(bench.editor.document!.centre[0]).toBeCloseTo(207);
  expect(bench.editor.isDirty).toBe(true);
  bench.editor.undo();
  expect(bench.editor.document!.centre[0]).toBeCloseTo(200);
  expect(bench.editor.isDirty).toBe(false);
  await bench.main.call('avatars.setMouth', { id: 'mia', mouth: bench.editor.metadata! });
  bench.open();
  await bench.editor.open('mia');
  expect(bench.editor.view.getState().conflict).toBe(2);
  await bench.keeper.save(true);
  bench.open();
  await bench.editor.open('mia');
  expect(bench.editor.isDirty).toBe(false);
});

test('the mask follows: asked soon, one at a time, the newest wins', async () => {
  await bench.editor.open('mia');
  const waiting: (() => void)[] = [];
  bench.main.maskGate = () => new Promise(resolve => waiting.push(resolve));
  const mask = new MaskFollower<string>({
    clock: bench.clock,
    call: bench.main.call,
    look: () => ({ renderer: 'portrait', compositor: CompositorOptions.parse({}) }),
    masked: () => ({ id: 'mia', mouth: bench.editor.metadata!, frame: null }),
    picture: async ({ pngBase64 }) => pngBase64,
  });
  const asks = () => bench.main.asked.filter(([name]) => name === 'avatars.blendMask');
  mask.changed();
  bench.clock.step(200);
  expect(asks()).toHaveLength(0);
  mask.choose({ on: true, mode: 'easy_improved' });
  expect(asks().map(([, params]) => params)).toMatchObject([{ compositor: { mode: 'easy_improved' } }]);
  for (let i = 0; i < 5; i++) {
    bench.editor.run({ kind: 'move-mouth', dx: 4, dy: 0 });
    mask.changed();
    bench.clock.step(100);
  }
  expect(asks()).toHaveLength(1);
  waiting.shift()!();
  await bench.settle();
  expect(asks()).toHaveLength(2);
  waiting.shift()!();
  await bench.settle();
  expect(mask.view.getState()).toMatchObject({ state: 'shown' });
  expect(JSON.parse(mask.view.getState().mask!.picture)).toMatchObject({
    animation: { mouth_center: [0.55, 0.6] },
  });
  mask.choose({ on: false });
  expect(mask.view.getState()).toMatchObject({ state: 'off', mask: null });
});
