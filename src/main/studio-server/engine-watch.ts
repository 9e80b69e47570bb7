/** Looks at the engine now and then, so that figures and state are at hand without waiting for it. */
import type { Clock } from '../../shared/clock.ts';
import type { Engine, EngineState } from '../engine/engine.ts';

const STATE_MS = 1000;
const PING_EVERY = 5;

/** Started by `start`. */
export class EngineWatch {
  readonly #deps: { engine: Engine; clock: Clock; changed(state: EngineState): void };
  #last: EngineState;
  #rssBytes = 0;
  #ticks = 0;
  #cancel = (): void => {};
  #closed = false;

  constructor(deps: { engine: Engine; clock: Clock; changed(state: EngineState): void }) {
    this.#deps = deps;
    this.#last = deps.engine.state;
  }

  /** Resident memory at the last look, 0 before the first. */
  get rssBytes(): number {
    return this.#rssBytes;
  }

  /** Begins to look. */
  start(): void {
    if (this.#closed) return;
    this.#look();
    this.#cancel = this.#deps.clock.after(STATE_MS, () => this.start());
  }

  /** Ends it. */
  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #look(): void {
    const { engine, changed } = this.#deps;
    if (engine.state !== this.#last) {
      this.#last = engine.state;
      changed(engine.state);
    }
    if (engine.state !== 'up' || this.#ticks++ % PING_EVERY !== 0) return;
    engine.call('ping', undefined, { timeoutMs: 2000 }).then(
      health => {
        this.#rssBytes = health.rssBytes;
      },
      () => {}, // a silent engine is the supervisor's business
    );
  }
}
