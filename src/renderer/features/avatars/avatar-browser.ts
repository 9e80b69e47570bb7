/** What of the avatars the grid shows, in which order, and which are marked. Knows no main and no React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AvatarView } from '../../../shared/studio/avatars.ts';

/** Orders of the grid. */
export const SORTS = ['newest', 'name', 'used'] as const;
/** One of SORTS. */
export type AvatarSort = (typeof SORTS)[number];

/** What the user looks for. `tags`: all of them. */
export type AvatarFilter = { search: string; tags: readonly string[]; sort: AvatarSort };

/** State of the grid. `marked`: for what is done with many at once; `anchor`: where a range begins. */
export type BrowserView = AvatarFilter & { marked: ReadonlySet<string>; anchor: string | null };

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** What is searched of an avatar; kept with it, since every key stroke looks through all of them. */
const texts = new WeakMap<AvatarView, string>();

const textOf = (avatar: AvatarView): string => {
  const known = texts.get(avatar);
  if (known !== undefined) return known;
  const { tags, consent } = avatar.profile;
  const text = plain([avatar.name, ...tags, consent.whose, avatar.licence].join('\n'));
  texts.set(avatar, text);
  return text;
};

const hasWords = (avatar: AvatarView, words: readonly string[]): boolean => {
  if (words.length === 0) return true;
  const text = textOf(avatar);
  return words.every(word => text.includes(word));
};

/** The avatars that fit, in order. Every word of the search must be in name, tags, licence or whose face it is. */
export const browse = (
  list: readonly AvatarView[],
  { search, tags, sort }: AvatarFilter,
  language: string,
): AvatarView[] => {
  const words = plain(search).split(/\s+/).filter(Boolean);
  const wanted = tags.map(tag => tag.toLowerCase());
  const fits = (avatar: AvatarView): boolean => {
    const own = avatar.profile.tags.map(tag => tag.toLowerCase());
    return wanted.every(tag => own.includes(tag)) && hasWords(avatar, words);
  };
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const byName = (a: AvatarView, b: AvatarView): number =>
    collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
  const latest = (a: string | null, b: string | null): number =>
    (a ?? '') < (b ?? '') ? 1 : a === b ? 0 : -1;
  const order: Record<AvatarSort, (a: AvatarView, b: AvatarView) => number> = {
    newest: (a, b) => Number(a.demo) - Number(b.demo) || latest(a.createdAt, b.createdAt) || byName(a, b),
    name: byName,
    used: (a, b) => latest(a.lastUsedAt, b.lastUsedAt) || byName(a, b),
  };
  return list.filter(fits).sort(order[sort]);
};

/** All tags in use, with how many avatars have them, the most used first. */
export const tagsInUse = (list: readonly AvatarView[]): { tag: string; count: number }[] => {
  const counts = new Map<string, { tag: string; count: number }>();
  for (const { profile } of list)
    for (const tag of profile.tags) {
      const known = counts.get(tag.toLowerCase());
      if (known === undefined) counts.set(tag.toLowerCase(), { tag, count: 1 });
      else known.count += 1;
    }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
};

/** Where a key leads from `index` in a grid of `columns`; null: the key is none of the grid's. */
export const gridStep = (key: string, index: number, columns: number, count: number): number | null => {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
    Home: 0,
    End: count - 1,
    PageUp: index - 3 * columns,
    PageDown: index + 3 * columns,
  };
  const to = steps[key];
  if (to === undefined || count === 0) return null;
  if (index < 0) return 0;
  // Up and down stay in their column at the edges.
  if ((key === 'ArrowUp' && to < 0) || (key === 'ArrowDown' && to >= count)) return index;
  return Math.min(count - 1, Math.max(0, to));
};

/** Made once for the page. */
export class AvatarBrowser {
  readonly view: StoreApi<BrowserView> = createStore<BrowserView>(() => ({
    search: '',
    tags: [],
    sort: 'newest',
    marked: new Set(),
    anchor: null,
  }));

  /** Changes what is looked for. */
  look(change: Partial<AvatarFilter>): void {
    this.view.setState(change);
  }

  /** Marks one, or takes its mark away. */
  toggle(id: string): void {
    this.view.setState(({ marked }) => {
      const next = new Set(marked);
      if (!next.delete(id)) next.add(id);
      return { marked: next, anchor: id };
    });
  }

  /** Marks all from the last marked one to `id`, in the order of the grid. */
  toggleRange(id: string, shown: readonly { id: string }[]): void {
    this.view.setState(({ marked, anchor }) => {
      const ends = [anchor ?? id, id].map(end => shown.findIndex(avatar => avatar.id === end));
      const [from, to] = [Math.min(...ends), Math.max(...ends)];
      const range = from < 0 ? [id] : shown.slice(from, to + 1).map(avatar => avatar.id);
      return { marked: new Set([...marked, ...range]) };
    });
  }

  /** Where a range that is marked later begins. */
  anchorAt(id: string): void {
    this.view.setState({ anchor: id });
  }

  /** Marks these and no others. */
  mark(ids: readonly string[]): void {
    this.view.setState({ marked: new Set(ids), anchor: null });
  }
}
