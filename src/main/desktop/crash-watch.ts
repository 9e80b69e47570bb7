/** What to do when the window's page dies or hangs: load it again, but not forever. Pure; the time is handed in. */

/** Why a page is loaded again. */
export type Fault = 'crashed' | 'hung';

/** `reload`: at once; `ask`: it keeps failing, the user decides; `ignore`: nothing is wrong. */
export type Remedy = 'reload' | 'ask' | 'ignore';

const WITHIN_MS = 60_000;
const MOST_RELOADS = 3;
/** Ends that are nobody's fault. */
const CALM: ReadonlySet<string> = new Set(['clean-exit']);

/** Counts the faults of one window. */
export class CrashWatch {
  #faults: number[] = [];

  /** `reason` as Electron names it in `render-process-gone`; 'hung' for a page that does not answer. */
  judge(reason: string, nowMs: number): Remedy {
    if (CALM.has(reason)) return 'ignore';
    this.#faults = [...this.#faults.filter(at => nowMs - at < WITHIN_MS), nowMs].slice(-MOST_RELOADS - 1);
    return this.#faults.length > MOST_RELOADS ? 'ask' : 'reload';
  }

  /** The user wants to try again. */
  forget(): void {
    this.#faults = [];
  }
}
