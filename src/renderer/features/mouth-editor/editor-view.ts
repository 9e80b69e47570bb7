/** What the mouth editor shows of itself. Plain state; the editor changes it. */
import type { ErrorData } from '../../../shared/errors.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { PointSet } from './commands.ts';
import type { History } from './history.ts';
import type { Hit, Shown } from './hit-test.ts';
import type { MouthDocument, PictureSize } from './mouth-document.ts';
import type { ImagePoint } from './points.ts';
import type { Viewport } from './viewport.ts';

/** What the screen shows. `history` null: the picture has no mouth yet, and `drawing` collects the clicks of a new one. */
export type EditorView = {
  avatar: AvatarView | null;
  size: PictureSize;
  canvas: PictureSize;
  history: History<MouthDocument> | null;
  /** What is stored; null: nothing is. */ saved: MouthDocument | null;
  drawing: readonly ImagePoint[] | null;
  selection: PointSet | null;
  hover: Hit;
  viewport: Viewport;
  shown: Shown;
  symmetric: boolean;
  saving: boolean;
  error: ErrorData | null;
};

/** Nothing is open. */
export const EMPTY_VIEW: EditorView = {
  avatar: null,
  size: { width: 1, height: 1 },
  canvas: { width: 1, height: 1 },
  history: null,
  saved: null,
  drawing: null,
  selection: null,
  hover: { kind: 'nothing' },
  viewport: { zoom: 1, x: 0, y: 0 },
  shown: { inner: true, ellipse: true, boxes: false },
  symmetric: false,
  saving: false,
  error: null,
};
