/** The kept sessions on screen: the pages in sight, filters, choice, and forgetting with a way back. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { SessionView, SessionWanted } from '../../../shared/studio/sessions.ts';
import { STUDIO_PATHS, type StudioApi, type StudioResult } from '../../../shared/studio-api.ts';
import { PAGE, pagesOf, type SessionPages } from './session-pages.ts';
import { rangeOf, type TimeSpan } from './session-times.ts';

/** What the list is narrowed to. */
export type SessionNarrowing = Pick<
  SessionWanted,
  'search' | 'protocol' | 'avatarId' | 'withErrors' | 'takesOnly'
> & { span: TimeSpan };

/** Nothing is left out. */
export const ALL: SessionNarrowing = {
  search: '',
  protocol: null,
  avatarId: null,
  withErrors: false,
  takesOnly: false,
  span: 'any',
};

/** What the screen shows. `listed` null until the first page came. */
export type SessionsView = {
  listed: SessionPages | null;
  narrowing: SessionNarrowing;
  /** The chosen one, as it is now. */ selected: SessionView | null;
  totals: StudioResult<'sessions.totals'> | null;
  facets: StudioResult<'sessions.facets'>;
  /** Can be taken back for some seconds. */ forgotten: readonly { count: number; undo: string }[];
  error: ErrorData | null;
};

/** What it needs. */
export type SessionsDeps = {
  api: StudioApi;
  clock: Clock;
  failed(error: ErrorData): void;
  now(): Date;
};

/** Many events in a row are one reading. */
const RELOAD_MS = 400;
const SEARCH_MS = 200;

/** Where a session's sound is. */
export const soundUrl = (id: string): string => `${STUDIO_PATHS.sessions}/${id}/sound`;

/** Whether anything is left out. */
export const isNarrowed = (narrowing: SessionNarrowing): boolean =>
  JSON.stringify({ ...ALL, ...narrowing }) !== JSON.stringify(ALL);

/** Made once for the page; reads only while `open`. */
export class Sessions {
  readonly view: StoreApi<SessionsView>;
  readonly #deps: SessionsDeps;
  readonly #coming = new Set<number>();
  #isOpen = false;
  #reading = 0;
  #sight: { first: number; last: number } = { first: 0, last: 0 };
  #cancelReload: () => void = () => {};

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
    this.view = createStore<SessionsView>(() => ({
      listed: null,
      narrowing: ALL,
      selected: null,
      totals: null,
      facets: { protocols: [], avatars: [] },
      forgotten: [],
      error: null,
    }));
    deps.api.subscribe(event => {
      if (event.name === 'sessions.changed' && this.#isOpen) this.#reload(RELOAD_MS);
    });
  }

  /** The screen is seen. */
  open(): void {
    this.#isOpen = true;
    this.#sight = { first: 0, last: 0 };
    void this.#read();
  }

  /** The screen was left. */
  close(): void {
    this.#isOpen = false;
    this.#cancelReload();
  }

  /** Narrows the list; typing waits a moment. */
  narrow(patch: Partial<SessionNarrowing>): void {
    this.view.setState(({ narrowing }) => ({ narrowing: { ...narrowing, ...patch } }));
    this.#sight = { first: 0, last: 0 };
    this.#reload(patch.search === undefined ? 0 : SEARCH_MS);
  }

  /** Places `first`..`last` are in sight: their pages are read where they are not known. */
  see(first: number, last: number): void {
    this.#sight = { first, last };
    const { listed } = this.view.getState();
    if (listed === null) return;
    for (const number of pagesOf(listed.count, first, last))
      if (!listed.pages.has(number) && !this.#coming.has(number)) void this.#readPage(number);
  }

  /** Chooses one that is listed. */
  select(selected: SessionView | null): void {
    this.view.setState({ selected });
  }

  /** Chooses one by its id, listed or not. */
  async find(id: string): Promise<void> {
    if (this.view.getState().selected?.id === id) return;
    this.view.setState({ selected: null });
    try {
      this.view.setState({ selected: await this.#deps.api.call('sessions.get', { id }), error: null });
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    }
  }

  /** All that a session was given to say. */
  async textOf(id: string): Promise<string> {
    return (await this.#deps.api.call('sessions.text', { id })).text;
  }

  /** Forgets one; it can be taken back for some seconds. */
  async forget({ id }: SessionView): Promise<void> {
    await this.#forget(async () => ({
      count: 1,
      ...(await this.#deps.api.call('sessions.remove', { id })),
    }));
  }

  /** Forgets all ended ones that are older than so many days. */
  async forgetOlder(days: number): Promise<void> {
    const before = new Date(this.#deps.now().getTime() - days * 86_400_000).toISOString();
    await this.#forget(() => this.#deps.api.call('sessions.forgetOlder', { before }));
  }

  /** How many are older than so many days. */
  async countOlder(days: number): Promise<number> {
    const until = new Date(this.#deps.now().getTime() - days * 86_400_000).toISOString();
    return (await this.#deps.api.call('sessions.count', { until })).count;
  }

  /** Takes the last forgetting back. */
  async undoForget(): Promise<void> {
    const last = this.view.getState().forgotten.at(-1);
    if (last === undefined) return;
    this.#settle(last.undo);
    try {
      await this.#deps.api.call('sessions.restore', { undo: last.undo });
      await this.#read();
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Takes a mark away. */
  async removeTake(session: SessionView, takeId: string): Promise<void> {
    try {
      await this.#deps.api.call('sessions.removeTake', { id: session.id, takeId });
      await this.#refreshSelected();
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  /** Marks a part of a session. */
  async addTake(session: SessionView, take: { name: string; fromMs: number; toMs: number }): Promise<void> {
    try {
      await this.#deps.api.call('sessions.addTake', { id: session.id, ...take });
      await this.#refreshSelected();
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  async #forget(act: () => Promise<{ count: number; undo: string; undoMs: number }>): Promise<void> {
    try {
      const { count, undo, undoMs } = await act();
      this.view.setState(({ forgotten }) => ({
        selected: null,
        forgotten: count === 0 ? forgotten : [...forgotten, { count, undo }],
      }));
      this.#deps.clock.after(undoMs, () => this.#settle(undo));
      await this.#read();
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
  }

  #settle(undo: string): void {
    this.view.setState(({ forgotten }) => ({ forgotten: forgotten.filter(one => one.undo !== undo) }));
  }

  #reload(afterMs: number): void {
    this.#cancelReload();
    this.#cancelReload = this.#deps.clock.after(afterMs, () => void this.#read());
  }

  #wanted(): SessionWanted {
    const { span, ...narrowing } = this.view.getState().narrowing;
    return { ...narrowing, ...rangeOf(span, this.#deps.now()) };
  }

  /** Counts anew and reads the pages in sight; the others are read when they come into sight. */
  async #read(): Promise<void> {
    const reading = ++this.#reading;
    this.#coming.clear();
    const { api } = this.#deps;
    const wanted = this.#wanted();
    try {
      const [{ count }, totals, facets] = await Promise.all([
        api.call('sessions.count', wanted),
        api.call('sessions.totals', {}),
        api.call('sessions.facets', {}),
      ]);
      const pages = new Map<number, readonly SessionView[]>();
      for (const number of pagesOf(count, this.#sight.first, this.#sight.last))
        pages.set(number, await api.call('sessions.list', { ...wanted, limit: PAGE, skip: number * PAGE }));
      if (reading !== this.#reading) return;
      this.view.setState({ listed: { count, pages }, totals, facets, error: null });
      await this.#refreshSelected();
    } catch (error) {
      if (reading === this.#reading) this.view.setState({ error: toErrorData(error) });
    }
  }

  async #readPage(number: number): Promise<void> {
    const reading = this.#reading;
    this.#coming.add(number);
    try {
      const ask = { ...this.#wanted(), limit: PAGE, skip: number * PAGE };
      const page = await this.#deps.api.call('sessions.list', ask);
      if (reading !== this.#reading) return;
      this.view.setState(({ listed }) =>
        listed === null ? {} : { listed: { ...listed, pages: new Map(listed.pages).set(number, page) } },
      );
    } catch (error) {
      if (reading === this.#reading) this.view.setState({ error: toErrorData(error) });
    } finally {
      if (reading === this.#reading) this.#coming.delete(number);
    }
  }

  async #refreshSelected(): Promise<void> {
    const { selected } = this.view.getState();
    if (selected === null) return;
    const fresh = await this.#deps.api.call('sessions.get', { id: selected.id }).catch(() => null);
    if (this.view.getState().selected?.id === selected.id) this.view.setState({ selected: fresh });
  }
}
