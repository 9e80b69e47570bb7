/** Writes sessions down and shows them: the engine's journal on one side, the studio's list on the other. */
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { SessionView } from '../../shared/studio-api.ts';
import type { SessionAsk, SessionStats } from '../engine/session.ts';
import type { OpenSessionView, SessionJournal } from '../engine/session-opener.ts';
import type { SessionStore, StoredSession } from '../store/store.ts';
import type { SessionRecorder } from './session-recorder.ts';

/** What the book needs. `changed` is told when a session begins or ends. */
export type BookDeps = {
  store: SessionStore;
  recorder: SessionRecorder;
  /** Open sessions with their running figures. */ open(): readonly OpenSessionView[];
  keepsAudio(): boolean;
  changed(): void;
  now(): Date;
  log: Log;
};

/** See SessionJournal; its calls never throw and never wait. */
export class SessionBook implements SessionJournal {
  readonly #deps: BookDeps;
  readonly #finishing = new Set<Promise<void>>();

  constructor(deps: BookDeps) {
    this.#deps = deps;
  }

  opened(id: string, ask: SessionAsk): void {
    const { protocol, avatarId, settings } = ask;
    this.#write(() => this.#deps.store.opened({ id, protocol, avatarId, settings }));
  }

  audio(id: string, speech: Pick<Utterance, 'sampleRate' | 'samples'>): void {
    if (this.#deps.keepsAudio()) this.#deps.recorder.append(id, speech);
  }

  closed(id: string, stats: SessionStats): void {
    const { framesSent: frames, errors, audioMicros } = stats;
    this.#write(() => this.#deps.store.closed(id, { frames, errors, audioMs: audioMicros / 1000 }));
    const { recorder, log } = this.#deps;
    const finishing = recorder
      .finish(id)
      .then(() => recorder.prune())
      .then(() => this.#deps.changed())
      .catch(error => log.warn('a session was not finished', { sessionId: id, error: String(error) }))
      .finally(() => this.#finishing.delete(finishing));
    this.#finishing.add(finishing);
  }

  /** Resolves when what ended is written down whole. */
  async settled(): Promise<void> {
    await Promise.all(this.#finishing);
  }

  /** Newest first. */
  list(limit: number): SessionView[] {
    const open = new Map(this.#deps.open().map(view => [view.id, view.stats]));
    return this.#deps.store.list(limit).map(session => this.#view(session, open.get(session.id)));
  }

  /** Forgets one and its sound. @throws StudioError `session/not-found`, `store/conflict` while it runs. */
  async remove(id: string): Promise<void> {
    if (this.#deps.store.get(id) === null) {
      throw new StudioError('session/not-found', 'There is no such session.', { sessionId: id });
    }
    if (this.#deps.open().some(view => view.id === id)) {
      throw new StudioError('store/conflict', 'The session is still running. Close it first.', {
        sessionId: id,
      });
    }
    await this.#deps.recorder.finish(id);
    await this.#deps.recorder.deleteFiles(id, this.#deps.store.remove(id));
    this.#deps.changed();
  }

  /** The sound of a session for a new video. @throws StudioError `session/not-found`, `audio/unreadable`. */
  async speech(id: string): Promise<Utterance[]> {
    if (this.#deps.store.get(id) === null) {
      throw new StudioError('session/not-found', 'There is no such session.', { sessionId: id });
    }
    const utterances = await this.#deps.recorder.read(id);
    if (utterances.length > 0) return utterances;
    throw new StudioError('audio/unreadable', 'The sound of this session was not kept.', { sessionId: id });
  }

  #write(act: () => void): void {
    try {
      act();
      this.#deps.changed();
    } catch (error) {
      this.#deps.log.warn('a session was not written down', { error: String(error) });
    }
  }

  #view(session: StoredSession, running: SessionStats | undefined): SessionView {
    const end = session.endedAt === null ? this.#deps.now() : new Date(session.endedAt);
    return {
      id: session.id,
      protocol: session.protocol,
      avatarId: session.avatarId,
      avatarName: session.avatarName,
      startedAt: session.startedAt,
      endedAt: session.endedAt,
      durationMs: Math.max(0, end.getTime() - new Date(session.startedAt).getTime()),
      frames: running?.framesSent ?? session.frames,
      errors: running?.errors ?? session.errors,
      hasAudio: session.audioBytes > 0,
      settings: { ...session.settings },
    };
  }
}
