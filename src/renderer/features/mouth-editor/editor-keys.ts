/** What keys do on the canvas. Knows no DOM event but its names. */
import type { MouthEditor } from './mouth-editor.ts';
import { nudgeOf } from './pointer-tool.ts';

/** The part of a key event that counts. */
export type Key = { key: string; shiftKey: boolean; altKey: boolean; ctrlKey: boolean; metaKey: boolean };

const ZOOM_STEP = 1.25;
const TURN = Math.PI / 180;
const GROW = 1.01;

/** Turning, growing, zooming, frames: one action a key. */
const ACTIONS: Readonly<Record<string, (editor: MouthEditor, big: boolean) => void>> = {
  '+': editor => editor.camera.zoomBy(ZOOM_STEP),
  '=': editor => editor.camera.zoomBy(ZOOM_STEP),
  '-': editor => editor.camera.zoomBy(1 / ZOOM_STEP),
  '[': editor => turn(editor, -TURN),
  '{': editor => turn(editor, -10 * TURN),
  ']': editor => turn(editor, TURN),
  '}': editor => turn(editor, 10 * TURN),
  PageUp: (editor, big) => grow(editor, big ? GROW ** 10 : GROW),
  PageDown: (editor, big) => grow(editor, 1 / (big ? GROW ** 10 : GROW)),
  ',': editor => editor.goTo(editor.view.getState().frame - 1),
  '.': editor => editor.goTo(editor.view.getState().frame + 1),
  '<': editor => editor.goTo(editor.view.getState().frame - 10),
  '>': editor => editor.goTo(editor.view.getState().frame + 10),
  Delete: editor => editor.deleteSelected(),
  Backspace: editor => editor.deleteSelected(),
};

const turn = (editor: MouthEditor, radians: number): void =>
  editor.run({ kind: 'rotate-mouth', radians }, { kind: 'merge', gesture: 'turn by keys' });

const grow = (editor: MouthEditor, factor: number): void =>
  editor.run({ kind: 'scale-mouth', x: factor, y: factor }, { kind: 'merge', gesture: 'grow by keys' });

/** Does what a key stands for; false when it stands for nothing here. */
export const pressKey = (editor: MouthEditor, { key, shiftKey, altKey, ctrlKey, metaKey }: Key): boolean => {
  if (ctrlKey || metaKey) return false;
  const shift = nudgeOf(key, { shift: shiftKey, alt: altKey });
  if (shift !== null) {
    editor.nudge(shift[0], shift[1]);
    return true;
  }
  const { drawing, history, selection } = editor.view.getState();
  if (key === 'Tab') return editor.selectNext(shiftKey ? -1 : 1);
  if (key === 'Escape') {
    // Step by step: drawing, then what is chosen; another Escape stops the speech.
    if (drawing !== null && history !== null) editor.stopDrawing();
    else if (selection !== null) editor.select(null);
    else return false;
    return true;
  }
  const action = ACTIONS[key];
  action?.(editor, shiftKey);
  return action !== undefined;
};
