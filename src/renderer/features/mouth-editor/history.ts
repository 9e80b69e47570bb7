/** Undo and redo without limit. States are immutable and share what did not change, so a step costs what it changed. Knows no document. */

/** How a step is kept: by itself, joined with the last one of the same gesture, or not at all (a preview). */
export type Keeping = { kind: 'record' } | { kind: 'merge'; gesture: string };

type Step<D> = { before: D; after: D; gesture: string | null };

/** Immutable: every call gives a new history. */
export type History<D> = {
  readonly present: D;
  readonly past: readonly Step<D>[];
  readonly future: readonly Step<D>[];
};

/** A history that begins here. */
export const beginHistory = <D>(present: D): History<D> => ({ present, past: [], future: [] });

/** The next state. The same object as now is no step. */
export const advance = <D>(history: History<D>, after: D, keeping: Keeping): History<D> => {
  if (after === history.present) return history;
  const gesture = keeping.kind === 'merge' ? keeping.gesture : null;
  const last = history.past.at(-1);
  const joins = gesture !== null && last?.gesture === gesture && history.future.length === 0;
  const past = joins
    ? [...history.past.slice(0, -1), { ...last, after }]
    : [...history.past, { before: history.present, after, gesture }];
  return { present: after, past, future: [] };
};

/** One step back; the same history at its beginning. */
export const undo = <D>(history: History<D>): History<D> => {
  const last = history.past.at(-1);
  if (last === undefined) return history;
  return { present: last.before, past: history.past.slice(0, -1), future: [last, ...history.future] };
};

/** One step forward again; the same history at its end. */
export const redo = <D>(history: History<D>): History<D> => {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { present: next.after, past: [...history.past, next], future };
};
