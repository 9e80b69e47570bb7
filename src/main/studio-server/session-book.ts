/** Writes sessions down and shows them: the engine's journal on one side, the studio's list on the other. */
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { SessionView } from '../../shared/studio/sessions.ts';
import type { SessionAsk, SessionStats } from '../engine/session.ts';
import type { OpenSessionView, SessionJournal } from '../engine/session-opener.ts';
import type { SessionFilter, SessionStore, StoredSession } from '../store/store.ts';
import type { SessionRecorder } from './session-recorder.ts';

/** What the book needs. `changed` is told when a session begins or ends. */
export type BookDeps = {
  store: SessionStore;
  recorder: SessionRecorder;
  /** Open sessions with their running figures. */ open(): readonly OpenSessionView[];
  keepsAudio(): boolean;
  /** Sound kept in all, bytes. */ keepsAudioBytes(): number;
  changed(): void;
  now(): Date;
  log: Log;
};

/** The page's own sessions. */
const STUDIO = 'studio';
const DAY_MS = 24 * 3_600_000;

/** See SessionJournal; its calls never throw and never wait. */
export class SessionBook implements SessionJournal {
  readonly #deps: BookDeps;
  readonly #finishing = new Set<Promise<void>>();
  #written: Promise<void> = Promise.resolve();

  constructor(deps: BookDeps) {
    this.#deps = deps;
  }

  opened(id: string, ask: SessionAsk): void {
    const { protocol, avatarId, settings } = ask;
    this.#write(() => this.#deps.store.opened({ id, protocol, avatarId, settings }));
  }

  audio(id: string, speech: Pick<Utterance, 'sampleRate' | 'samples'>): void {
    if (this.#deps.keepsAudio()) this.#deps.recorder.append(id, speech, this.#written);
  }

  closed(id: string, stats: SessionStats): void {
    const { framesSent: frames, errors, audioMicros } = stats;
    this.#write(() => this.#deps.store.closed(id, { frames, errors, audioMs: audioMicros / 1000 }));
    const { recorder, log } = this.#deps;
    const finishing = this.#written
      .then(() => recorder.finish(id))
      .then(() => this.#dropPreview(id, stats))
      .then(() => recorder.prune(this.#deps.keepsAudioBytes()))
      .then(() => this.#deps.changed())
      .catch(error => log.warn('a session was not finished', { sessionId: id, error: String(error) }))
      .finally(() => this.#finishing.delete(finishing));
    this.#finishing.add(finishing);
  }

  /** Resolves when what ended is written down whole. */
  async settled(): Promise<void> {
    await this.#written;
    await Promise.all(this.#finishing);
  }

  /** Newest first. */
  list(wanted: SessionFilter): SessionView[] {
    const open = new Map(this.#deps.open().map(view => [view.id, view.stats]));
    return this.#deps.store.list(wanted).map(session => this.#view(session, open.get(session.id)));
  }

  /** All sessions counted. */
  totals(): { sessions: number; audioBytes: number } {
    return this.#deps.store.totals();
  }

  /** Forgets ended sessions that are older than the settings keep them. */
  async forgetOld(days: number): Promise<void> {
    if (days <= 0) return;
    const since = new Date(this.#deps.now().getTime() - days * DAY_MS).toISOString();
    for (const id of this.#deps.store.endedBefore(since)) await this.remove(id);
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

  /** A look at an avatar in the studio that said nothing is no session to find again. */
  #dropPreview(id: string, { audioMicros, errors }: SessionStats): void {
    if (audioMicros > 0 || errors > 0) return;
    if (this.#deps.store.get(id)?.protocol === STUDIO) this.#deps.store.remove(id);
  }

  /** In order, each in a turn of its own: a client's answer does not wait for the disk. */
  #write(act: () => void): void {
    this.#written = this.#written.then(async () => {
      await new Promise<void>(resume => setImmediate(resume));
      try {
        act();
        this.#deps.changed();
      } catch (error) {
        this.#deps.log.warn('a session was not written down', { error: String(error) });
      }
    });
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
