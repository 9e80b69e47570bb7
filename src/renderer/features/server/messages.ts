/** The message log as the page holds it: what came, what is shown of it, what is looked at. Listens only while it is open. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import {
  MESSAGE_PATHS,
  MessageBatch,
  type MessageDetail,
  type MessageLine,
} from '../../../shared/studio/message-log.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import { Reconnect } from '../../transport/reconnect.ts';
import type { OpenSocket, Socket } from '../../transport/socket.ts';
import { type MessageFilter, NO_FILTER } from './message-filter.ts';

/** As many as main keeps. */
const MAX_LINES = 5000;

/** `lines` stand still while `isPaused`; `waiting`: how many came meanwhile. */
export type MessagesView = {
  lines: readonly MessageLine[];
  waiting: number;
  dropped: number;
  isPaused: boolean;
  /** The studio's own messages too. */ withOwnPage: boolean;
  filter: MessageFilter;
  selected: number | null;
  detail: MessageDetail | null;
};

const readBatch = (text: string): MessageBatch | null => {
  try {
    return MessageBatch.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** One page's log. */
export class Messages {
  readonly view: StoreApi<MessagesView>;
  readonly #deps: { api: StudioApi; openSocket: OpenSocket; clock: Clock; failed(error: ErrorData): void };
  #socket: Socket | null = null;
  #reconnect: Reconnect | null = null;
  #paused: MessageLine[] = [];

  constructor(deps: {
    api: StudioApi;
    openSocket: OpenSocket;
    clock: Clock;
    failed(error: ErrorData): void;
  }) {
    this.#deps = deps;
    this.view = createStore<MessagesView>(() => ({
      lines: [],
      waiting: 0,
      dropped: 0,
      isPaused: false,
      withOwnPage: false,
      filter: NO_FILTER,
      selected: null,
      detail: null,
    }));
  }

  /** Listens until what is returned is called. */
  open(): () => void {
    const reconnect = new Reconnect({ clock: this.#deps.clock, attempt: () => this.#connect(reconnect) });
    this.#reconnect = reconnect;
    this.#connect(reconnect);
    return () => {
      reconnect.close();
      this.#reconnect = null;
      const socket = this.#socket;
      this.#socket = null;
      socket?.close();
    };
  }

  /** Shows other lines. */
  setFilter(patch: Partial<MessageFilter>): void {
    this.view.setState(view => ({ filter: { ...view.filter, ...patch } }));
  }

  /** Shows the studio's own messages too, or not: main is asked anew. */
  setWithOwnPage(withOwnPage: boolean): void {
    this.view.setState({ withOwnPage });
    const before = this.#socket;
    if (this.#reconnect === null) return;
    this.#connect(this.#reconnect);
    before?.close();
  }

  /** Stops the list, or lets what came meanwhile in. */
  setPaused(isPaused: boolean): void {
    const came = this.#paused;
    this.#paused = [];
    this.view.setState({ isPaused, waiting: 0 });
    if (!isPaused) this.#add(came);
  }

  /** Forgets all, in main too. */
  async clear(): Promise<void> {
    await this.#deps.api.call('messages.clear', {}).catch(error => this.#deps.failed(toErrorData(error)));
    this.#forget();
  }

  /** Looks at one message; null: at none. */
  async select(n: number | null): Promise<void> {
    this.view.setState({ selected: n, ...(n === null ? { detail: null } : {}) });
    if (n === null) return;
    try {
      const detail = await this.#deps.api.call('messages.detail', { n });
      if (this.view.getState().selected === n) this.view.setState({ detail });
    } catch (error) {
      if (this.view.getState().selected === n) this.view.setState({ selected: null, detail: null });
      this.#deps.failed(toErrorData(error));
    }
  }

  #connect(reconnect: Reconnect): void {
    const { withOwnPage } = this.view.getState();
    const isCurrent = (): boolean => this.#socket === socket;
    const socket: Socket = this.#deps.openSocket(`${MESSAGE_PATHS.watch}${withOwnPage ? '?own=1' : ''}`, {
      // Main tells all it keeps at each opening.
      opened: () => {
        reconnect.held();
        this.#forget();
      },
      text: text => isCurrent() && this.#hear(text),
      binary: () => {},
      closed: () => {
        if (!isCurrent()) return;
        this.#socket = null;
        reconnect.failed();
      },
    });
    this.#socket = socket;
  }

  #hear(text: string): void {
    const batch = readBatch(text);
    if (batch === null) return;
    if (batch.cleared) {
      this.#forget();
      return;
    }
    this.view.setState({ dropped: batch.dropped });
    if (!this.view.getState().isPaused) {
      this.#add(batch.lines);
      return;
    }
    this.#paused = [...this.#paused, ...batch.lines].slice(-MAX_LINES);
    this.view.setState({ waiting: this.#paused.length });
  }

  #add(lines: readonly MessageLine[]): void {
    this.view.setState(view => ({ lines: [...view.lines, ...lines].slice(-MAX_LINES) }));
  }

  #forget(): void {
    this.#paused = [];
    this.view.setState({ lines: [], waiting: 0, dropped: 0, selected: null, detail: null });
  }
}
