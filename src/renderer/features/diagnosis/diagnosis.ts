/** The doctor's findings and the server's settings as the page holds them. Knows main by StudioApi, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CheckResult, KnobView } from '../../../shared/diagnosis.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';

/** What the screen shows. Lists are null until they came. */
export type DiagnosisView = {
  checks: readonly CheckResult[] | null;
  knobs: readonly KnobView[] | null;
  running: boolean;
  error: ErrorData | null;
};

/** Made once for the page. */
export class Diagnosis {
  readonly view: StoreApi<DiagnosisView> = createStore<DiagnosisView>(() => ({
    checks: null,
    knobs: null,
    running: false,
    error: null,
  }));
  readonly #api: StudioApi;

  constructor(deps: { api: StudioApi }) {
    this.#api = deps.api;
  }

  /** Reads how the server is set. */
  async loadKnobs(): Promise<void> {
    await this.#tell(async () => this.view.setState({ knobs: await this.#api.call('diagnosis.knobs', {}) }));
  }

  /** Runs all checks; takes some seconds. */
  async run(): Promise<void> {
    if (this.view.getState().running) return;
    this.view.setState({ running: true });
    await this.#tell(async () => this.view.setState({ checks: await this.#api.call('diagnosis.run', {}) }));
    this.view.setState({ running: false });
  }

  async #tell(act: () => Promise<void>): Promise<void> {
    try {
      this.view.setState({ error: null });
      await act();
    } catch (error) {
      this.view.setState({ error: toErrorData(error) });
    }
  }
}

/** The knobs whose name or meaning has every word of a search. */
export const findKnobs = (knobs: readonly KnobView[], search: string): KnobView[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return knobs.filter(({ name, flag, meaning }) => {
    const text = `${name} ${flag ?? ''} ${meaning}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
};

/** The report as text to paste somewhere: paths and names of the user are left out. */
export const reportText = (checks: readonly CheckResult[]): string =>
  checks
    .map(
      ({ name, state, says, fix }) => `${state.padEnd(5)}${name}: ${says}${fix === null ? '' : ` → ${fix}`}`,
    )
    .join('\n')
    .replaceAll(/(?:[A-Za-z]:\\|\/)(?:[^\s,;:()]+[\\/])+[^\s,;:()]*/g, '<path>');
