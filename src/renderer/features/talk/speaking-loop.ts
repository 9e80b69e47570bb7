/** Lets the avatar say something over and over while its look is changed. Knows no screen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Silence } from '../talk/talk.ts';

/** What the loop needs: `say` speaks a text, `stop` ends it, `onSilence` tells when it is over. */
export type LoopDeps = {
  say(text: string): void;
  stop(): void;
  onSilence(listener: (why: Silence) => void): () => void;
};

/** What is repeated now; null: nothing. */
export type LoopView = { running: string | null };

/** One for a screen while it is open. */
export class SpeakingLoop {
  readonly view: StoreApi<LoopView> = createStore<LoopView>(() => ({ running: null }));
  readonly #deps: LoopDeps;
  readonly #unsubscribe: () => void;

  constructor(deps: LoopDeps) {
    this.#deps = deps;
    this.#unsubscribe = deps.onSilence(why => {
      const { running } = this.view.getState();
      if (running === null) return;
      if (why === 'done') deps.say(running);
      else this.view.setState({ running: null });
    });
  }

  /** Starts, changes to another text, or stops when this one runs. */
  toggle(text: string): void {
    const { running } = this.view.getState();
    this.stop();
    if (running === text) return;
    this.view.setState({ running: text });
    this.#deps.say(text);
  }

  /** Silence. */
  stop(): void {
    this.view.setState({ running: null });
    this.#deps.stop();
  }

  /** Ends it. */
  close(): void {
    if (this.view.getState().running !== null) this.#deps.stop();
    this.#unsubscribe();
  }
}
