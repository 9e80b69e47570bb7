/** A session's leg in the engine process: opened on first use, opened again after a crash, rendered through in order. Knows no clock and no wire. */
import type { CompositorOptions } from '../../shared/compositor-options.ts';
import type { OpenedSession, OpenSession, RenderRequest, RenderResult } from '../../shared/engine-link.ts';
import { StudioError } from '../../shared/errors.ts';
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type { OptionsPatch } from '../../shared/renderer-options/renderer-choice.ts';
import type { Variant } from '../../shared/variant.ts';
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
  async configure(patch: {
    options?: OptionsPatch;
    compositor: CompositorOptions;
    mouth?: MouthMetadata | null;
    compare?: readonly Variant[];
  }): Promise<void> {
    // The renderer stays the same, and the engine checks the options before they are drawn with.
    const options = { ...this.#ask.options, ...patch.options };
    const avatar = patch.mouth === undefined ? this.#ask.avatar : { ...this.#ask.avatar, mouth: patch.mouth };
    const compare = patch.compare ?? this.#ask.compare;
    this.#ask = {
      ...this.#ask,
      options,
      compositor: patch.compositor,
      avatar,
      ...(compare === undefined ? {} : { compare }),
    } as OpenSession;
    if (this.#opening === null) return;
    await this.#opening;
    await this.#engine.call('configure', { sessionId: this.#ask.sessionId, ...patch });
  }

  /** Frames of turns before `turn` are not worth drawing any more; never throws. */
  interrupt(turn: number): void {
    if (this.#opening === null || this.#engine.state !== 'up') return;
    this.#engine.call('interrupt', { sessionId: this.#ask.sessionId, turn }).catch(() => {});
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
