/** The order in which keys walk through the points. Pure. */
import type { PointSet } from './commands.ts';
import type { EditorView } from './editor-view.ts';

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
