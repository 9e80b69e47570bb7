/** The kept sessions on screen: pages of the list, search, choice, and forgetting with time to think again. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { STUDIO_PATHS, type StudioApi } from '../../../shared/studio-api.ts';

/** What the screen shows. `list` null until the first page came; `complete`: there is no further page. */
export type SessionsView = {
  list: readonly SessionView[] | null;
  complete: boolean;
  search: string;
  protocol: string | null;
  selectedId: string | null;
  totals: { sessions: number; audioBytes: number } | null;
  /** Gone from the list, and for good in some seconds. */ forgotten: readonly SessionView[];
  error: ErrorData | null;
};

/** What it needs. */
export type SessionsDeps = { api: StudioApi; clock: Clock; failed(error: ErrorData): void };

/** Sessions of one page. */
export const PAGE = 100;
/** Time to undo, ms. */
export const THINK_AGAIN_MS = 7_000;
/** Many events in a row are one reading. */
const RELOAD_MS = 400;
const SEARCH_MS = 200;

/** Where a session's sound is. */
export const soundUrl = (id: string): string => `${STUDIO_PATHS.sessions}/${id}/sound`;

/** Made once for the page; reads only while `open`. */
export class Sessions {
  readonly view: StoreApi<SessionsView>;
  readonly #deps: SessionsDeps;
  /** What forgets a session at once, and what stops its clock. */
  readonly #waiting = new Map<string, { now(): void; stop(): void }>();
  #isOpen = false;
  #reading = 0;
  #cancelReload: () => void = () => {};

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
    this.view = createStore<SessionsView>(() => ({
      list: null,
      complete: false,
      search: '',
      protocol: null,
      selectedId: null,
      totals: null,
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
    void this.#read(PAGE);
  }

  /** The screen was left; what is to be forgotten is forgotten now. */
  close(): void {
    this.#isOpen = false;
    this.#cancelReload();
    for (const { now } of [...this.#waiting.values()]) now();
  }

  /** Searches avatar names and protocols. */
  setSearch(search: string): void {
    this.view.setState({ search });
    this.#reload(SEARCH_MS);
  }

  /** Only sessions of one protocol; null: all. */
  setProtocol(protocol: string | null): void {
    this.view.setState({ protocol });
    void this.#read(PAGE);
  }

  /** Chooses one. */
  select(selectedId: string | null): void {
    this.view.setState({ selectedId });
  }

  /** Reads the next page when there is one. */
  more(): void {
    const { list, complete } = this.view.getState();
    if (list !== null && !complete && this.#reading === 0) void this.#read(list.length + PAGE);
  }

  /** Takes a session out of the list and forgets it for good in some seconds. */
  forget(session: SessionView): void {
    const { clock } = this.#deps;
    this.view.setState(({ forgotten, list, selectedId }) => ({
      forgotten: [...forgotten, session],
      list: list?.filter(({ id }) => id !== session.id) ?? null,
      selectedId: selectedId === session.id ? null : selectedId,
    }));
    const now = (): void => {
      stop();
      this.#waiting.delete(session.id);
      void this.#remove(session);
    };
    const stop = clock.after(THINK_AGAIN_MS, now);
    this.#waiting.set(session.id, { now, stop });
  }

  /** Puts the last forgotten one back. */
  undoForget(): void {
    const last = this.view.getState().forgotten.at(-1);
    const waiting = last === undefined ? undefined : this.#waiting.get(last.id);
    if (last === undefined || waiting === undefined) return;
    waiting.stop();
    this.#waiting.delete(last.id);
    this.view.setState(({ forgotten }) => ({ forgotten: forgotten.slice(0, -1), selectedId: last.id }));
    void this.#read(Math.max(PAGE, (this.view.getState().list?.length ?? 0) + 1));
  }

  async #remove(session: SessionView): Promise<void> {
    try {
      await this.#deps.api.call('sessions.remove', { id: session.id });
    } catch (error) {
      this.#deps.failed(toErrorData(error));
    }
    this.view.setState(({ forgotten }) => ({ forgotten: forgotten.filter(({ id }) => id !== session.id) }));
  }

  #reload(afterMs: number): void {
    this.#cancelReload();
    this.#cancelReload = this.#deps.clock.after(
      afterMs,
      () => void this.#read(Math.max(PAGE, this.view.getState().list?.length ?? 0)),
    );
  }

  /** Reads the first `count` anew, in pages: what was added at the top shifts everything. */
  async #read(count: number): Promise<void> {
    const reading = ++this.#reading;
    const { search, protocol } = this.view.getState();
    const { api } = this.#deps;
    try {
      const list: SessionView[] = [];
      let complete = false;
      while (list.length < count && !complete) {
        const limit = Math.min(500, count - list.length);
        const page = await api.call('sessions.list', { limit, skip: list.length, search, protocol });
        list.push(...page);
        complete = page.length < limit;
      }
      const totals = await api.call('sessions.totals', {});
      if (reading !== this.#reading) return;
      const gone = new Set(this.view.getState().forgotten.map(({ id }) => id));
      this.view.setState({ list: list.filter(({ id }) => !gone.has(id)), complete, totals, error: null });
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    } finally {
      if (reading === this.#reading) this.#reading = 0;
    }
  }
}
