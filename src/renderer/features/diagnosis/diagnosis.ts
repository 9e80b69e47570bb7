/** The doctor's findings, the server's settings and its log as the page holds them. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Clock } from '../../../shared/clock.ts';
import type { CheckResult, KnobView, LogEntry, LogLevel } from '../../../shared/diagnosis.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';

/** Which lines of the log are shown. */
export type LogFilter = { least: LogLevel; search: string };

/** What the screen shows. Lists are null until they came. */
export type DiagnosisView = {
  checks: readonly CheckResult[] | null;
  knobs: readonly KnobView[] | null;
  log: readonly LogEntry[] | null;
  filter: LogFilter;
  running: boolean;
  reporting: boolean;
  error: ErrorData | null;
};

/** New lines are asked for so often while the log is on screen. */
const LOG_EVERY_MS = 1_000;
/** Lines kept in the page. */
const MOST_LINES = 2_000;

/** Made once for the page. `save` hands a file to the user. */
export class Diagnosis {
  readonly view: StoreApi<DiagnosisView> = createStore<DiagnosisView>(() => ({
    checks: null,
    knobs: null,
    log: null,
    filter: { least: 'info', search: '' },
    running: false,
    reporting: false,
    error: null,
  }));
  readonly #api: StudioApi;
  readonly #clock: Clock;
  readonly #save: (name: string, text: string) => void;
  #query = 0;

  constructor(deps: { api: StudioApi; clock: Clock; save: (name: string, text: string) => void }) {
    this.#api = deps.api;
    this.#clock = deps.clock;
    this.#save = deps.save;
  }

  /** Reads how the server is set. */
  async loadKnobs(): Promise<void> {
    await this.#tell(async () => this.view.setState({ knobs: await this.#api.call('diagnosis.knobs', {}) }));
  }

  /** Writes a setting for the server's next start; null takes it out. False when it was refused; the error is shown. */
  setKnob(name: string, value: string | null): Promise<boolean> {
    return this.#tell(async () => {
      this.view.setState({ knobs: await this.#api.call('diagnosis.setKnob', { name, value }) });
    });
  }

  /** Runs all checks; takes some seconds. */
  async run(): Promise<void> {
    if (this.view.getState().running) return;
    this.view.setState({ running: true });
    await this.#tell(async () => this.view.setState({ checks: await this.#api.call('diagnosis.run', {}) }));
    this.view.setState({ running: false });
  }

  /** Follows the log until the returned function is called. */
  watchLog(): () => void {
    let cancel: () => void = () => {};
    let stopped = false;
    const look = async (): Promise<void> => {
      await this.#readLog();
      if (!stopped) cancel = this.#clock.after(LOG_EVERY_MS, () => void look());
    };
    void look();
    return () => {
      stopped = true;
      cancel();
    };
  }

  /** Shows other lines. */
  async filterLog(filter: Partial<LogFilter>): Promise<void> {
    this.#query += 1;
    this.view.setState(view => ({ filter: { ...view.filter, ...filter }, log: null }));
    await this.#readLog();
  }

  /** Hands the user a report that may be given away. */
  async report(): Promise<void> {
    if (this.view.getState().reporting) return;
    this.view.setState({ reporting: true });
    await this.#tell(async () => {
      const { text } = await this.#api.call('diagnosis.report', {});
      this.#save('mouthpiece-report.txt', text);
    });
    this.view.setState({ reporting: false });
  }

  async #readLog(): Promise<void> {
    const query = this.#query;
    const { filter, log } = this.view.getState();
    const after = log?.at(-1)?.serial ?? 0;
    await this.#tell(async () => {
      const lines = await this.#api.call('diagnosis.log', { ...filter, after, limit: MOST_LINES });
      // Another filter was chosen meanwhile, or these lines came by another look.
      if (query !== this.#query || (this.view.getState().log?.at(-1)?.serial ?? 0) !== after) return;
      if (lines.length > 0 || log === null)
        this.view.setState({ log: [...(log ?? []), ...lines].slice(-MOST_LINES) });
    });
  }

  async #tell(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      this.view.setState({ error: null });
      return true;
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
      return false;
    }
  }
}

/** The knobs whose name or meaning, in the words of the page, has every word of a search. */
export const findKnobs = (
  knobs: readonly KnobView[],
  search: string,
  told: (sentence: string) => string = sentence => sentence,
): KnobView[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return knobs.filter(({ name, flag, meaning }) => {
    const text = `${name} ${flag ?? ''} ${meaning} ${told(meaning)}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
};
