/** The life of the sessions inside the engine process: opening, changing, drawing, closing, by their ids. Knows no message and no job. */
import type {
  EngineCalls,
  OpenedSession,
  OpenSession,
  RenderRequest,
  RenderResult,
} from '../../../shared/engine-link.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { ArticulationSource } from '../articulation/articulation-track.ts';
import type { JpegEncoder } from '../encoding/jpeg-encoder.ts';
import { FairShare } from './fair-share.ts';
import type { OpenedTrack, TrackAsk } from './open-track.ts';
import { RenderSession } from './render-session.ts';

/** What sessions are made of. */
export type EngineSessionsDeps = {
  openTrack(ask: TrackAsk): Promise<OpenedTrack>;
  openArticulation(options: { guess: boolean }): Promise<ArticulationSource>;
  encode: JpegEncoder['encode'];
};

/** See the methods. Errors: session/not-found for unknown ids, session/closed, and those of opening a track. */
export class EngineSessions {
  readonly #deps: EngineSessionsDeps;
  readonly #share = new FairShare();
  readonly #running = new Map<string, RenderSession>();
  /** What each running session was asked for, with all changes since. */
  readonly #asks = new Map<string, OpenSession>();
  /** Sessions on their way; one that is closed meanwhile is not kept. */
  readonly #opening = new Map<string, OpenSession>();

  constructor(deps: EngineSessionsDeps) {
    this.#deps = deps;
  }

  /** How many are open. */
  get size(): number {
    return this.#running.size;
  }

  /** Opens a session; one of the same id is closed. */
  async open(ask: OpenSession): Promise<OpenedSession> {
    this.#opening.set(ask.sessionId, ask);
    try {
      return await this.#open(ask);
    } finally {
      if (this.#opening.get(ask.sessionId) === ask) this.#opening.delete(ask.sessionId);
    }
  }

  /** See RenderSession.render. */
  async render(request: RenderRequest): Promise<RenderResult> {
    return this.#need(request.sessionId).render(request);
  }

  /** See the call `configure`. */
  async configure({ sessionId, mouth, compare, ...patch }: EngineCalls['configure'][0]): Promise<void> {
    const session = this.#need(sessionId);
    const before = this.#asks.get(sessionId)!;
    const anew =
      mouth !== undefined ||
      (compare !== undefined && !session.configureSides(before.compare ?? [], compare));
    if (compare === undefined) session.configure(patch);
    const ask = {
      ...before,
      options: { ...before.options, ...patch.options },
      compositor: patch.compositor ?? before.compositor,
      ...(mouth === undefined ? {} : { avatar: { ...before.avatar, mouth } }),
      ...(compare === undefined ? {} : { compare }),
    } as OpenSession;
    this.#asks.set(sessionId, ask);
    if (anew) await this.#reopen(session, ask, before);
  }

  /** See RenderSession.interrupt; nothing for an unknown id. */
  interrupt(sessionId: string, turn: number): void {
    this.#running.get(sessionId)?.interrupt(turn);
  }

  /** Ends a session, also one that is being opened; nothing for an unknown id. */
  async close(sessionId: string): Promise<void> {
    const session = this.#running.get(sessionId);
    this.#opening.delete(sessionId);
    this.#running.delete(sessionId);
    this.#asks.delete(sessionId);
    await session?.close();
  }

  async #open(ask: OpenSession): Promise<OpenedSession> {
    const before = performance.now();
    const [opened, articulation] = await Promise.all([
      this.#deps.openTrack(ask),
      this.#deps.openArticulation({ guess: ask.guess }),
    ]);
    const { assets, track, walk, format } = opened;
    await this.#running.get(ask.sessionId)?.close();
    if (this.#opening.get(ask.sessionId) !== ask) {
      await track.close();
      throw new StudioError('session/closed', 'The session was closed while it was opened.');
    }
    this.#asks.set(ask.sessionId, ask);
    const { jpegQuality } = ask;
    const { encode } = this.#deps;
    this.#running.set(
      ask.sessionId,
      new RenderSession({
        track,
        walk,
        share: this.#share,
        articulation,
        format,
        jpegQuality,
        channels: ask.background.kind === 'transparent' ? 4 : 3,
        encode,
      }),
    );
    return {
      format,
      renderer: ask.renderer,
      mouth: assets.mouth,
      prepareMs: performance.now() - before,
      cacheHit: assets.cacheHit,
      lookAheadMs: opened.lookAheadMs,
      provider: track.provider ?? null,
      notes: opened.notes,
    };
  }

  async #reopen(session: RenderSession, ask: OpenSession, before: OpenSession): Promise<void> {
    const { sessionId } = ask;
    const { track, walk } = await this.#deps.openTrack(ask).catch(error => {
      // What is drawn stays what it was, and so does what the next change is compared with.
      if (this.#asks.get(sessionId) === ask) this.#asks.set(sessionId, before);
      throw error;
    });
    // A newer change has come while this one was prepared: it brings its own.
    if (this.#asks.get(sessionId) !== ask) await track.close();
    else await session.replace(track, walk);
  }

  #need(id: string): RenderSession {
    const session = this.#running.get(id);
    if (session === undefined)
      throw new StudioError('session/not-found', 'The session is gone. Create a new one.', { sessionId: id });
    return session;
  }
}
