/** What is painted over clear parts of a picture: the mask only where the picture is, the lens over nothing but itself. */
import { expect, test } from 'vitest';
import {
  drawEditor,
  type EditorLook,
} from '../../../../../src/renderer/features/mouth-editor/draw-editor.ts';
import { viewPoint } from '../../../../../src/renderer/features/mouth-editor/points.ts';
import { editorForTests } from './editor-bench.ts';

const bench = editorForTests();

/** Notes what is drawn, with the settings it is drawn with. */
const createInk = () => {
  const drawn: { what: unknown; over: string; alpha: number }[] = [];
  const cleared: number[][] = [];
  const settings: Record<string, unknown> = { globalCompositeOperation: 'source-over', globalAlpha: 1 };
  const ctx = new Proxy(settings, {
    get: (own, name) => {
      if (name === 'drawImage')
        return (what: unknown) =>
          drawn.push({ what, over: String(own.globalCompositeOperation), alpha: Number(own.globalAlpha) });
      if (name === 'clearRect') return (...box: number[]) => cleared.push(box);
      if (name === 'measureText') return () => ({ width: 10 });
      return name in own ? own[name as string] : () => {};
    },
  }) as unknown as CanvasRenderingContext2D;
  return { ctx, drawn, cleared };
};

const LOOK: EditorLook = {
  colours: { outer: '#f00', inner: '#00f', handle: '#fff', box: '#ff0', halo: '#000a', ghost: '#c0f' },
  labels: { faceBox: '', modelCrop: '' },
  lens: null,
  mask: { picture: 'mask' as unknown as CanvasImageSource, box: [0.2, 0.2, 0.8, 0.8] },
  maskOpacity: 0.6,
};
const PICTURE = 'picture' as unknown as CanvasImageSource;

test('the mask lies on the picture, not on what is clear of it', async () => {
  await bench.editor.open('mia');
  const { ctx, drawn } = createInk();
  drawEditor(ctx, PICTURE, bench.editor.view.getState(), LOOK);
  expect(drawn).toEqual([
    { what: 'picture', over: 'source-over', alpha: 1 },
    { what: 'mask', over: 'source-atop', alpha: 0.6 },
  ]);
});

test('the lens begins with nothing under it, and shows the mask too', async () => {
  await bench.editor.open('mia');
  const { ctx, drawn, cleared } = createInk();
  drawEditor(ctx, PICTURE, bench.editor.view.getState(), { ...LOOK, lens: viewPoint(400, 300) });
  expect(cleared).toEqual([
    [0, 0, 800, 600],
    [18, 18, 128, 128],
  ]);
  expect(drawn.map(({ what }) => what)).toEqual(['picture', 'mask', 'picture', 'mask']);
});
