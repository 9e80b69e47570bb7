/** FakeEngine: an Engine without a process, for tests of sessions. Frames are three bytes that name stream, frame and speech. */

import type { Engine, EngineState } from '../../src/main/engine/engine.ts';
import type { EngineCall, EngineCalls, RenderRequest, RenderResult } from '../../src/shared/engine-link.ts';
import { StudioError } from '../../src/shared/errors.ts';

/** Records what it is asked; `hold` keeps answers back until `release`. */
export class FakeEngine implements Engine {
  state: EngineState = 'up';
  restarts = 0;
  pid = 1;
  health = null;
  hold = false;
  readonly calls: { call: EngineCall; params: unknown }[] = [];
  readonly renders: RenderRequest[] = [];
  #held: (() => void)[] = [];
  #crashListeners = new Set<() => void>();

  async call<K extends EngineCall>(call: K, params: EngineCalls[K][0]): Promise<EngineCalls[K][1]> {
    this.calls.push({ call, params });
    if (call === 'render') return (await this.#render(params as RenderRequest)) as EngineCalls[K][1];
    if (call === 'openSession') {
      const { format } = params as EngineCalls['openSession'][0];
      return {
        format,
        renderer: 'portrait',
        mouth: null,
        prepareMs: 1,
        cacheHit: false,
        lookAheadMs: 0,
        provider: null,
        notes: [],
      } as EngineCalls[K][1];
    }
    return null as EngineCalls[K][1];
  }

  prepareExport(): void {}

  exportVideo(): Promise<never> {
    return Promise.reject(new StudioError('export/unsupported', 'FakeEngine exports nothing.'));
  }

  importClip(): Promise<never> {
    return Promise.reject(new StudioError('export/unsupported', 'FakeEngine imports nothing.'));
  }

  onCrash(listener: () => void): () => void {
    this.#crashListeners.add(listener);
    return () => this.#crashListeners.delete(listener);
  }

  onState(): () => void {
    return () => {};
  }

  /** As a crash looks to sessions. */
  crash(): void {
    for (const listener of this.#crashListeners) listener();
  }

  /** Lets the held answers go. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const go of held) go();
  }

  close(): void {
    this.state = 'closed';
  }

  async #render(request: RenderRequest): Promise<RenderResult> {
    this.renders.push(request);
    if (this.hold) await new Promise<void>(resolve => this.#held.push(resolve));
    const jpegs = request.frames.map(frame =>
      Uint8Array.of(
        request.turn,
        frame.speechMicros === null ? 0 : 1,
        Math.round(frame.lifeMicros / 40_000) & 255,
      ),
    );
    const visemes = request.frames.map(frame => (frame.speechMicros === null ? null : ('aa' as const)));
    return { jpegs, visemes, inferMs: jpegs.length, encodeMs: jpegs.length };
  }
}
