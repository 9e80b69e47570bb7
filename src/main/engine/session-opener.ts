/** Opens sessions of both kinds, keeps the list of the open ones and tells the journal. The one door for all front-ends. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { LookChange } from '../../shared/look-change.ts';
import type { PcmChunk } from '../../shared/media.ts';
import type { Provider } from '../../shared/model-manifest.ts';
import type { RendererChoice } from '../../shared/renderer-options/renderer-choice.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { Engine } from './engine.ts';
import { EngineLeg } from './engine-leg.ts';
import { Live } from './live-session.ts';
import { LockStep } from './lock-step-session.ts';
import type { LiveSession, LockStepSession, SessionAsk, SessionOpener, SessionStats } from './session.ts';
import type { SessionFacts } from './session-controls.ts';
import { SessionLoad } from './session-load.ts';

/** What is written down of sessions. Calls never throw and never block. */
export type SessionJournal = {
  opened(id: string, ask: SessionAsk): void;
  audio(id: string, speech: Pick<Utterance, 'sampleRate' | 'samples' | 'text'>): void;
  changed(id: string, change: LookChange): void;
  closed(id: string, stats: SessionStats): void;
};

/** An open session as the server page shows it. */
export type OpenSessionView = {
  id: string;
  protocol: string;
  avatarId: string | null;
  /** The connection it was opened for; absent: none. */ connectionId?: string;
  kind: 'lock-step' | 'live';
  stats: SessionStats;
  /** Where a neural renderer computes; null: it has no network. */ provider?: Provider | null;
  /** Sentences the user should read once. */ notes?: readonly string[];
};

/** The protocol name of the studio page's own sessions. */
const OWN_PAGE = 'studio';
/** Most sessions open at once: each holds a picture's meshes (about 10 MB) in the engine. */
const MAX_SESSIONS = 64;

const newId = (): string => `avt_${randomUUID().replaceAll('-', '')}`;

// A union survives a copy only when it is copied member by member.
const rendererOf = (ask: SessionAsk): RendererChoice =>
  ({ renderer: ask.renderer, options: ask.options }) as RendererChoice;

/** See SessionOpener. */
export class Sessions implements SessionOpener {
  readonly #deps: { engine: Engine; clock: Clock; log: Log; journal: SessionJournal };
  readonly #open = new Map<
    string,
    {
      view: Omit<OpenSessionView, 'stats'>;
      session: LockStepSession | LiveSession;
      /** Frames carry their alpha. */ hasAlpha: boolean;
      compares: boolean;
    }
  >();
  readonly #load = new SessionLoad();
  #opening = 0;

  constructor(deps: { engine: Engine; clock: Clock; log: Log; journal: SessionJournal }) {
    this.#deps = deps;
  }

  /** The open sessions, oldest first. */
  list(): OpenSessionView[] {
    return [...this.#open.values()].map(({ view, session }) => {
      const { stats, provider, notes } = session;
      return { ...view, stats, provider, notes };
    });
  }

  /** A live session to look at: the one of an id, or (null) the newest of the studio's own that compares nothing. */
  live(id: string | null): { session: LiveSession; hasAlpha: boolean } | null {
    const found = [...this.#open.values()]
      .reverse()
      .find(({ view, compares }) =>
        id === null
          ? view.kind === 'live' && view.protocol === OWN_PAGE && !compares
          : view.kind === 'live' && view.id === id,
      );
    if (found === undefined) return null;
    return { session: found.session as LiveSession, hasAlpha: found.hasAlpha };
  }

  async openLockStep(ask: SessionAsk, signal?: AbortSignal): Promise<LockStepSession> {
    return this.#openAny(ask, 'lock-step', signal, (leg, facts) => {
      const heard = (samples: Int16Array): void =>
        this.#deps.journal.audio(facts.id, { sampleRate: 16_000, samples });
      return new LockStep(leg, facts, heard, ask.framePolicy);
    });
  }

  async openLive(ask: SessionAsk, signal?: AbortSignal): Promise<LiveSession> {
    const { clock, log, journal } = this.#deps;
    // Whoever sits before the studio is let in: after a reload the page's last session may still be on its way out.
    if (ask.protocol !== OWN_PAGE) this.#load.admit(ask, this.#liveSessions());
    return this.#openAny(ask, 'live', signal, (leg, facts) => {
      const onAudio = (utterance: Utterance): void => journal.audio(facts.id, utterance);
      const take = (name: string) => {
        const id = newId();
        const { renderer, options, compositor } = leg.drawn;
        const settings = { ...ask.settings, [renderer]: options, compositor, takeOf: facts.id };
        const taken: SessionAsk = {
          ...ask,
          ...leg.drawn,
          compositor,
          settings,
          take: { name },
        } as SessionAsk;
        return {
          id,
          journal: {
            opened: () => journal.opened(id, taken),
            audio: (pcm: PcmChunk) => journal.audio(id, pcm),
            changed: (change: LookChange) => journal.changed(id, change),
            closed: (stats: SessionStats) => journal.closed(id, stats),
          },
        };
      };
      // Of a session that leaves no record none can be made.
      const takes = ask.keep === false ? {} : { take };
      return new Live(leg, facts, { clock, log, onAudio, idle: ask.idle ?? true, ...takes });
    });
  }

  async prepare(ask: SessionAsk): Promise<{ prepareMs: number; cacheHit: boolean }> {
    this.#needRoom();
    const leg = this.#leg(newId(), ask, 'lock-step');
    this.#opening += 1;
    try {
      const { prepareMs, cacheHit } = await leg.open();
      return { prepareMs, cacheHit };
    } finally {
      this.#opening -= 1;
      await leg.close();
    }
  }

  /** Closes one. @throws StudioError `session/not-found`. */
  async closeOne(id: string): Promise<void> {
    const open = this.#open.get(id);
    if (open === undefined)
      throw new StudioError('session/not-found', 'The session has ended already.', { sessionId: id });
    await open.session.close();
  }

  /** Closes them all. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ session }) => session.close()));
  }

  #liveSessions(): (LockStepSession | LiveSession)[] {
    return [...this.#open.values()].filter(({ view }) => view.kind === 'live').map(({ session }) => session);
  }

  #needRoom(): void {
    if (this.#open.size + this.#opening < MAX_SESSIONS) return;
    throw new StudioError(
      'session/backlog-full',
      `There are already ${MAX_SESSIONS} sessions. Close one and try again.`,
    );
  }

  #leg(id: string, ask: SessionAsk, kind: OpenSessionView['kind']): EngineLeg {
    return new EngineLeg(this.#deps.engine, {
      sessionId: id,
      avatar: ask.avatar,
      ...rendererOf(ask),
      compositor: ask.compositor,
      format: ask.format,
      fit: ask.fit,
      background: ask.background,
      ...(ask.compare === undefined ? {} : { compare: ask.compare }),
      jpegQuality: ask.jpegQuality,
      // Under the reference's policy every frame is drawn with 200 ms heard beyond it: nothing to guess.
      guess: kind === 'lock-step' && ask.framePolicy !== 'reference',
    });
  }

  async #openAny<T extends LockStepSession | LiveSession>(
    ask: SessionAsk,
    kind: OpenSessionView['kind'],
    signal: AbortSignal | undefined,
    make: (leg: EngineLeg, facts: SessionFacts) => T,
  ): Promise<T> {
    this.#needRoom();
    const id = newId();
    const leg = this.#leg(id, ask, kind);
    this.#opening += 1;
    try {
      const opened = await leg.open();
      signal?.throwIfAborted();
      const session = make(leg, {
        id,
        format: opened.format,
        renderer: opened.renderer,
        mouth: opened.mouth,
        lookAheadMs: opened.lookAheadMs,
        provider: opened.provider,
        notes: opened.notes,
        compositor: ask.compositor,
        onChange: change => this.#deps.journal.changed(id, change),
        onClose: stats => {
          const ended = this.#open.get(id);
          if (ended?.view.kind === 'live') this.#load.learn(ended.session);
          this.#open.delete(id);
          this.#deps.journal.closed(id, stats);
        },
      });
      const { protocol, avatarId, connectionId } = ask;
      const owner = connectionId === undefined ? {} : { connectionId };
      const hasAlpha = ask.background.kind === 'transparent';
      const compares = ask.compare !== undefined;
      this.#open.set(id, {
        view: { id, protocol, avatarId, kind, ...owner },
        session,
        hasAlpha,
        compares,
      });
      this.#deps.journal.opened(id, ask);
      return session;
    } catch (error) {
      await leg.close();
      throw error;
    } finally {
      this.#opening -= 1;
    }
  }
}
