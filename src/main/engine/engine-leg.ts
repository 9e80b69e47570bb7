/** A session's leg in the engine process: opened on first use, opened again after a crash, rendered through in order. Knows no clock and no wire. */
import type { CompositorOptions } from '../../shared/compositor-options.ts';
import type { OpenedSession, OpenSession, RenderRequest, RenderResult } from '../../shared/engine-link.ts';
import { StudioError, toErrorData } from '../../shared/errors.ts';
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

  /** What is drawn with now. */
  get drawn(): Pick<OpenSession, 'renderer' | 'options' | 'compositor'> {
    return this.#ask;
  }

  /** Opens now if it is not open. Errors: avatar/*, engine/*. */
  open(): Promise<OpenedSession> {
    if (this.#closed)
      return Promise.reject(new StudioError('session/closed', 'The session is closed. Create a new one.'));
    if (this.#opening === null) {
      const opening = this.#engine.call('openSession', this.#ask);
      this.#opening = opening;
      opening.catch(error => {
        if (this.#opening === opening) this.#opening = null;
        // Nobody waits for it any more, and the engine may still finish it.
        if (error instanceof StudioError && error.code === 'engine/timeout') this.#free().catch(() => {});
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
    const before = this.#ask;
    if (patch.compare !== undefined && patch.compare.length !== before.compare?.length)
      throw new StudioError(
        'session/bad-config',
        'A session compares as many settings as it was created with. Create a new one for more or fewer.',
      );
    // The renderer stays the same, and the engine checks the options before they are drawn with.
    const options = { ...this.#ask.options, ...patch.options };
    const avatar = patch.mouth === undefined ? this.#ask.avatar : { ...this.#ask.avatar, mouth: patch.mouth };
    const compare = patch.compare ?? this.#ask.compare;
    const ask = {
      ...before,
      options,
      compositor: patch.compositor,
      avatar,
      ...(compare === undefined ? {} : { compare }),
    } as OpenSession;
    this.#ask = ask;
    if (this.#opening === null) return;
    try {
      await this.#opening;
      if (this.#opening === null) return;
      await this.#engine.call('configure', { sessionId: ask.sessionId, ...patch });
    } catch (error) {
      const { code } = toErrorData(error);
      // After a crash it opens with the change; one that was refused must not keep it from opening at all.
      if (code === 'engine/crashed') return;
      if (this.#ask === ask && !code.startsWith('engine/')) this.#ask = before;
      throw error;
    }
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
    if (wasOpen) await this.#free().catch(() => {});
  }

  async #free(): Promise<void> {
    if (this.#engine.state === 'up')
      await this.#engine.call('closeSession', { sessionId: this.#ask.sessionId });
  }
}
