/** A session's leg in the engine process: opened on first use, opened again after a crash, rendered through in order. Knows no clock and no wire. */
import type { OpenedSession, OpenSession, RenderRequest, RenderResult } from '../../shared/engine-link.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Engine } from './engine.ts';

/** Keeps what is needed to open the session again: the picture stays in memory once per session. */
export class EngineLeg {
  readonly #engine: Engine;
  readonly #unsubscribe: () => void;
  #ask: OpenSession;
  #opening: Promise<OpenedSession> | null = null;
  #closed = false;

  constructor(engine: Engine, ask: OpenSession) {
    this.#engine = engine;
    this.#ask = ask;
    this.#unsubscribe = engine.onCrash(() => {
      this.#opening = null;
    });
  }

  /** Opens now if it is not open. Errors: avatar/*, engine/*. */
  open(): Promise<OpenedSession> {
    if (this.#closed)
      return Promise.reject(new StudioError('session/closed', 'The session is closed. Create a new one.'));
    if (this.#opening === null) {
      const opening = this.#engine.call('openSession', this.#ask);
      this.#opening = opening;
      opening.catch(() => {
        if (this.#opening === opening) this.#opening = null;
      });
    }
    return this.#opening;
  }

  /** See EngineCalls.render. The engine answers a session's requests in order. */
  async render(request: Omit<RenderRequest, 'sessionId'>): Promise<RenderResult> {
    await this.open();
    return this.#engine.call('render', { sessionId: this.#ask.sessionId, ...request });
  }

  /** Applied from the next frame on, and kept for a reopening. */
  async configure(patch: Partial<Pick<OpenSession, 'options' | 'compositor'>>): Promise<void> {
    this.#ask = { ...this.#ask, ...patch };
    if (this.#opening === null) return;
    await this.#opening;
    await this.#engine.call('configure', { sessionId: this.#ask.sessionId, ...patch });
  }

  /** Frees the engine's side; never throws. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    const wasOpen = this.#opening !== null;
    this.#opening = null;
    if (wasOpen && this.#engine.state === 'up') {
      await this.#engine.call('closeSession', { sessionId: this.#ask.sessionId }).catch(() => {});
    }
  }
}
