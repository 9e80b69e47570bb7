/** Chosen points: the order in which keys walk through them, and whether they are still there. Pure. */
import type { PointSet } from './commands.ts';
import type { EditorView } from './editor-view.ts';
import type { MouthDocument } from './mouth-document.ts';
import type { WorkCommand } from './mouth-work.ts';

/** The point after or before the chosen ones, the outer lips before the inner; null after the last. */
export const nextPoint = (
  { selection, shown, document }: Pick<EditorView, 'selection' | 'shown' | 'document'>,
  step: 1 | -1,
): PointSet | null => {
  if (document === null) return null;
  const all = (['outer', ...(shown.inner ? (['inner'] as const) : [])] as const).flatMap(curve =>
    (document[curve] ?? []).map((_, index) => ({ curve, indexes: [index] })),
  );
  const here = all.findIndex(
    point => point.curve === selection?.curve && point.indexes[0] === selection.indexes.at(-1),
  );
  return all[here + step] ?? null;
};

/** Whether every chosen point is in this mouth; so is none. */
export const isWithin = (selection: PointSet | null, mouth: MouthDocument | null): boolean =>
  selection === null || selection.indexes.every(index => index < (mouth?.[selection.curve]?.length ?? 0));

/** Moves the chosen points by pixels of the picture, the whole mouth while none is chosen. */
export const nudgeOf = (
  selection: PointSet | null,
  dx: number,
  dy: number,
  symmetric: boolean,
): WorkCommand =>
  selection === null
    ? { kind: 'move-mouth', dx, dy }
    : { kind: 'move-points', points: selection, dx, dy, symmetric };
