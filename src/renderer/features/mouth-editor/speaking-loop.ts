/** Lets the avatar speak over and over while its mouth is edited. Knows no screen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SpeechEvent } from '../stage/stage.ts';

/** What is repeated. */
export type LoopText = 'shapes' | 'sentence';

/** What the loop needs: `say` speaks a text, `stop` ends it, `onSpeech` tells ends. */
export type LoopDeps = {
  say(text: string): void;
  stop(): void;
  onSpeech(listener: (event: SpeechEvent) => void): () => void;
};

/** One for the editor screen while it is open. */
export class SpeakingLoop {
  readonly view: StoreApi<{ running: LoopText | null }> = createStore(
    () => ({ running: null }) as { running: LoopText | null },
  );
  readonly #deps: LoopDeps;
  readonly #texts: Readonly<Record<LoopText, string>>;
  readonly #unsubscribe: () => void;

  constructor(deps: LoopDeps, texts: Readonly<Record<LoopText, string>>) {
    this.#deps = deps;
    this.#texts = texts;
    this.#unsubscribe = deps.onSpeech(event => {
      const { running } = this.view.getState();
      if (running === null) return;
      if (event.kind === 'ended') this.#deps.say(this.#texts[running]);
      else if (event.kind !== 'started') this.view.setState({ running: null });
    });
  }

  /** Starts, changes, or stops when it already runs. */
  toggle(text: LoopText): void {
    const { running } = this.view.getState();
    if (running !== null) this.#deps.stop();
    this.view.setState({ running: running === text ? null : text });
    if (running !== text) this.#deps.say(this.#texts[text]);
  }

  /** Ends it. */
  close(): void {
    if (this.view.getState().running !== null) this.#deps.stop();
    this.#unsubscribe();
  }
}
