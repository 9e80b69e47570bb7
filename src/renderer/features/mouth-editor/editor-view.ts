/** What the mouth editor shows of itself. Plain state; the editor changes it. */
import type { ErrorData } from '../../../shared/errors.ts';
import type { MouthMetadata } from '../../../shared/mouth-metadata.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import type { PointSet } from './commands.ts';
import type { History } from './history.ts';
import type { Hit, Shown } from './hit-test.ts';
import type { MouthDocument, PictureSize } from './mouth-document.ts';
import type { Film, MouthWork } from './mouth-work.ts';
import type { ImagePoint } from './points.ts';
import type { Viewport } from './viewport.ts';

/** A version that is shown over the mouth. `document` null: it has no mouth in this frame. */
export type Ghost = { revision: number; work: MouthWork; document: MouthDocument | null };

/** What the screen shows. `history` null: the picture has no mouth yet, and `drawing` collects the clicks of a new one. */
export type EditorView = {
  avatar: AvatarView | null;
  size: PictureSize;
  canvas: PictureSize;
  /** The tracked mouths; null: a picture, or a film whose mouths are still on their way. */ film: Film | null;
  /** Of a film, counted from 0. */ frame: number;
  history: History<MouthWork> | null;
  /** The mouth shown here; null: there is none in this picture or frame. */ document: MouthDocument | null;
  /** What is stored; null: nothing is. */ saved: MouthWork | null;
  /** Number of the version that was stored. */ base: number;
  /** Another window stored this version meanwhile; null: none did. */ conflict: number | null;
  /** What was found in the picture; null: nothing, or not known yet. */ detected: MouthMetadata | null;
  ghost: Ghost | null;
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
  film: null,
  frame: 0,
  history: null,
  document: null,
  saved: null,
  base: 1,
  conflict: null,
  detected: null,
  ghost: null,
  drawing: null,
  selection: null,
  hover: { kind: 'nothing' },
  viewport: { zoom: 1, x: 0, y: 0 },
  shown: { inner: true, ellipse: true, boxes: false, frame: true },
  symmetric: false,
  saving: false,
  error: null,
};

/** Whether something is not stored yet. */
export const isDirty = ({ history, saved }: EditorView): boolean =>
  history !== null && history.present !== saved;

/** Frames of a film in which something differs between two works, the first of them; null: none does. */
export const changedFrame = (a: MouthWork, b: MouthWork): number | null => {
  const find = (work: MouthWork, frame: number) => work.keys.find(key => key.frame === frame)?.mouth;
  const frames = [...a.keys, ...b.keys].map(({ frame }) => frame).toSorted((x, y) => x - y);
  return frames.find(frame => find(a, frame) !== find(b, frame)) ?? null;
};
