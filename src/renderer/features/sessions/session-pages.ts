/** A long list of which only the pages in sight are known. Pure; knows no server. */
import type { SessionView } from '../../../shared/studio/sessions.ts';

/** Sessions of one page. */
export const PAGE = 100;

/** How many there are, and the pages that were read, by number. */
export type SessionPages = {
  readonly count: number;
  readonly pages: ReadonlyMap<number, readonly SessionView[]>;
};

/** The session at a place, or null while its page is not there. */
export const sessionAt = ({ pages }: SessionPages, index: number): SessionView | null =>
  pages.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null;

/** The place of a session among the known ones; −1: not known. */
export const placeOf = ({ pages }: SessionPages, id: string | null): number => {
  if (id === null) return -1;
  for (const [number, page] of pages) {
    const at = page.findIndex(session => session.id === id);
    if (at >= 0) return number * PAGE + at;
  }
  return -1;
};

/** Numbers of the pages that show places `first`..`last`. */
export const pagesOf = (count: number, first: number, last: number): number[] => {
  const end = Math.min(Math.max(0, count - 1), Math.max(first, last));
  const from = Math.floor(Math.max(0, first) / PAGE);
  const to = Math.floor(end / PAGE);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
};
