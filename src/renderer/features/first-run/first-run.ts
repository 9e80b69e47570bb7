/** The first three steps of a new user, marked as they are taken, however they are taken. Knows the other parts by their stores, not React. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioSettings } from '../../../shared/studio/settings.ts';

/** The steps in their order. */
export const FIRST_STEPS = ['choose', 'speak', 'keep'] as const;
/** One of them. */
export type FirstStep = (typeof FIRST_STEPS)[number];

/** `shown`: not skipped, and not all taken before this page was opened. `now`: the first that is not taken, null at the end. */
export type FirstRunView = { shown: boolean; taken: readonly FirstStep[]; now: FirstStep | null };

type Kept = Pick<StudioSettings, 'firstSteps'>;

/** What it watches; only the part of each view it looks at. */
export type FirstRunDeps = {
  settings: { view: StoreApi<Kept>; update(patch: Partial<Kept>): void };
  avatars: { view: StoreApi<{ selectedId: string | null; list: readonly { id: string }[] | null }> };
  talk: { view: StoreApi<{ source: { at: string; item?: { text: string } } }> };
  exports: { view: StoreApi<{ list: readonly { id: string }[] }> };
};

const isStep = (name: string): name is FirstStep => (FIRST_STEPS as readonly string[]).includes(name);

/** Made once for the page; `start` once the settings are read. */
export class FirstRun {
  readonly view: StoreApi<FirstRunView> = createStore<FirstRunView>(() => ({
    shown: false,
    taken: [],
    now: null,
  }));
  readonly #deps: FirstRunDeps;
  #isOpen = false;

  constructor(deps: FirstRunDeps) {
    this.#deps = deps;
  }

  /** From now on steps are noticed. `greeting`: what the app says by itself. */
  start(greeting: string): void {
    const { settings, avatars, talk, exports } = this.#deps;
    this.#isOpen = !this.#isOver();
    this.#show();
    settings.view.subscribe((now, before) => now.firstSteps !== before.firstSteps && this.#show());
    avatars.view.subscribe((now, before) => {
      const isOther = now.selectedId !== before.selectedId && before.selectedId !== null;
      if (isOther || (before.list !== null && (now.list?.length ?? 0) > before.list.length))
        this.take('choose');
    });
    talk.view.subscribe(({ source }) => {
      // The greeting is the app's own word, not the user's.
      if (source.at !== 'silent' && source.item?.text !== greeting) this.take('speak');
    });
    const known = new Set(exports.view.getState().list.map(({ id }) => id));
    exports.view.subscribe(({ list }) => list.some(({ id }) => !known.has(id)) && this.take('keep'));
  }

  /** Marks a step. */
  take(step: FirstStep): void {
    const { firstSteps } = this.#deps.settings.view.getState();
    if (!this.#isOpen || firstSteps.includes(step)) return;
    this.#deps.settings.update({ firstSteps: [...firstSteps, step] });
  }

  /** Puts it away: the rest is skipped. */
  close(): void {
    this.#isOpen = false;
    const { firstSteps } = this.#deps.settings.view.getState();
    this.#deps.settings.update({ firstSteps: [...new Set([...firstSteps, 'skipped' as const])] });
    this.#show();
  }

  /** Shows the steps again, from the beginning. */
  reopen(): void {
    this.#isOpen = true;
    this.#deps.settings.update({ firstSteps: [] });
    this.#show();
  }

  #isOver(): boolean {
    const { firstSteps } = this.#deps.settings.view.getState();
    return firstSteps.includes('skipped') || FIRST_STEPS.every(step => firstSteps.includes(step));
  }

  #show(): void {
    const taken = this.#deps.settings.view.getState().firstSteps.filter(isStep);
    const now = FIRST_STEPS.find(step => !taken.includes(step)) ?? null;
    this.view.setState({ shown: this.#isOpen, taken, now });
  }
}
