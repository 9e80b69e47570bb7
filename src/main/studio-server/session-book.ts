/** Writes sessions down and gives them back: the engine's journal on one side, the studio's list on the other. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { LookChange } from '../../shared/look-change.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { SessionView, Take } from '../../shared/studio/sessions.ts';
import type { SessionAsk, SessionStats } from '../engine/session.ts';
import type { OpenSessionView, SessionJournal } from '../engine/session-opener.ts';
import type { SessionFilter, SessionStore, StoredSession } from '../store/store.ts';
import type { SessionRecorder } from './session-recorder.ts';
import { type SoundPart, writeSessionSound } from './session-sound.ts';
import { sessionView } from './session-view.ts';
import { UndoWindow } from './undo-window.ts';

/** What the book needs. `changed` is told when a session begins or ends. */
export type BookDeps = {
  store: SessionStore;
  recorder: SessionRecorder;
  /** Open sessions with their running figures. */ open(): readonly OpenSessionView[];
  /** Whether what is said is kept, as sound and as text. */ keepsAudio(): boolean;
  /** Sound kept in all, bytes. */ keepsAudioBytes(): number;
  changed(): void;
  clock: Clock;
  now(): Date;
  log: Log;
};

/** Time to take a forgetting back before sound is deleted. */
export const UNDO_FORGET_MS = 30_000;
/** The page's own sessions. */
const STUDIO = 'studio';
const DAY_MS = 24 * 3_600_000;
const MAX_TEXT = 100_000;
/** Of one session: hours of dragging sliders. */
const MOST_CHANGES = 10_000;

const newTakeId = (): string => `tak_${randomUUID().replaceAll('-', '')}`;

/** See SessionJournal; its calls never throw and never wait. */
export class SessionBook implements SessionJournal {
  readonly #deps: BookDeps;
  readonly #finishing = new Set<Promise<void>>();
  /** Sessions that leave no record. */
  readonly #unkept = new Set<string>();
  /** Takes that are being made. */
  readonly #takes = new Set<string>();
  /** How often each running session was changed. */
  readonly #changes = new Map<string, number>();
  /** What was forgotten together. */
  readonly #forgetting: UndoWindow<readonly string[]>;
  #written: Promise<void> = Promise.resolve();

  constructor(deps: BookDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#forgetting = new UndoWindow({ clock, log, ms: UNDO_FORGET_MS, erase: ids => this.#erase(ids) });
  }

  opened(id: string, ask: SessionAsk): void {
    if (ask.keep === false) {
      this.#unkept.add(id);
      return;
    }
    const { protocol, avatarId, settings, client, take } = ask;
    const { name: clientName = null, origin: clientOrigin = null } = client ?? {};
    // Somebody asked for it by name: its sound is kept whatever the settings say of sessions.
    if (take !== undefined) this.#takes.add(id);
    this.#write(() => {
      this.#deps.store.opened({ id, protocol, avatarId, settings, clientName, clientOrigin });
      // A take is a session of its own, all of which is one.
      if (take !== undefined)
        this.#deps.store.addTake(id, { id: newTakeId(), name: take.name, fromMs: 0, toMs: null });
    });
  }

  audio(id: string, speech: Pick<Utterance, 'sampleRate' | 'samples' | 'text'>): void {
    const isKept = this.#deps.keepsAudio() || this.#takes.has(id);
    if (!isKept || this.#unkept.has(id)) return;
    this.#deps.recorder.append(id, speech, this.#written);
    const { text } = speech;
    if (text !== undefined) this.#write(() => this.#deps.store.addText(id, text.slice(0, MAX_TEXT)));
  }

  changed(id: string, change: LookChange): void {
    const count = (this.#changes.get(id) ?? 0) + 1;
    if (this.#unkept.has(id) || count > MOST_CHANGES) return;
    this.#changes.set(id, count);
    this.#write(() => this.#deps.store.addChange(id, change));
  }

  closed(id: string, stats: SessionStats): void {
    this.#changes.delete(id);
    if (this.#unkept.delete(id)) return;
    this.#takes.delete(id);
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
  list(wanted: SessionFilter, page: { limit: number; skip: number }): SessionView[] {
    const open = new Map(this.#deps.open().map(view => [view.id, view.stats]));
    const now = this.#deps.now();
    return this.#deps.store
      .list(wanted, page)
      .map(session => sessionView(session, open.get(session.id), now));
  }

  /** One of them. @throws StudioError `session/not-found`. */
  get(id: string): SessionView {
    const running = this.#deps.open().find(view => view.id === id)?.stats;
    return sessionView(this.#need(id), running, this.#deps.now());
  }

  /** All texts, one a line. @throws StudioError `session/not-found`. */
  text(id: string): string {
    this.#need(id);
    return this.#deps.store.texts(id).join('\n');
  }

  /** How it was drawn differently as it went on. @throws StudioError `session/not-found`. */
  changes(id: string): LookChange[] {
    this.#need(id);
    return this.#deps.store.changes(id);
  }

  /** Forgets ended sessions that are older than the settings keep them, and what was forgotten before a crash. */
  async forgetOld(days: number): Promise<void> {
    const pending = new Set(this.#forgetting.waiting().flat());
    await this.#erase(this.#deps.store.forgotten().filter(id => !pending.has(id)));
    if (days <= 0) return;
    const since = new Date(this.#deps.now().getTime() - days * DAY_MS).toISOString();
    await this.#erase(this.#deps.store.endedBefore(since));
  }

  /** Forgets one; see `restore`. @throws StudioError `session/not-found`, `store/conflict` while it runs. */
  remove(id: string): { undo: string; undoMs: number } {
    this.#need(id);
    if (this.#deps.open().some(view => view.id === id)) {
      throw new StudioError('store/conflict', 'The session is still running. Close it first.', {
        sessionId: id,
      });
    }
    return this.#forget([id]);
  }

  /** Forgets all ended ones that began before an ISO time; see `restore`. */
  forgetOlder(before: string): { count: number; undo: string; undoMs: number } {
    const ids = this.#deps.store.endedBefore(before);
    return { count: ids.length, ...this.#forget(ids) };
  }

  /** Takes a forgetting back. @throws StudioError `store/not-found` when its time is over. */
  restore(undo: string): { count: number } {
    const ids = this.#forgetting.takeBack(undo);
    if (ids === null)
      throw new StudioError('store/not-found', 'The time to take this back is over: it is deleted.');
    const count = this.#deps.store.restore(ids);
    this.#deps.changed();
    return { count };
  }

  /** Marks a part. @throws StudioError `session/not-found`, `request/invalid` when it has no length. */
  addTake(id: string, take: Omit<Take, 'id'>): Take {
    this.#need(id);
    if (take.toMs !== null && take.toMs <= take.fromMs)
      throw new StudioError('request/invalid', 'A take ends after it begins.');
    const added = { id: newTakeId(), ...take };
    this.#deps.store.addTake(id, added);
    this.#deps.changed();
    return added;
  }

  /** Forgets a mark; the sound stays. */
  removeTake(id: string, takeId: string): void {
    this.#deps.store.removeTake(id, takeId);
    this.#deps.changed();
  }

  /** The sound of a session. @throws StudioError `session/not-found`, `audio/unreadable`. */
  async speech(id: string): Promise<Utterance[]> {
    this.#need(id);
    const utterances = await this.#deps.recorder.read(id);
    if (utterances.length > 0) return utterances;
    throw new StudioError('audio/unreadable', 'The sound of this session was not kept.', { sessionId: id });
  }

  /** Writes it, or a part, as a WAV file. Errors: as `speech`. */
  async writeSound(id: string, to: string, part: SoundPart): Promise<void> {
    this.#need(id);
    await writeSessionSound(await this.#deps.recorder.files(id), to, part);
  }

  /** Deletes what was forgotten, without waiting for second thoughts: the program ends. */
  async close(): Promise<void> {
    await this.#forgetting.close();
  }

  #need(id: string): StoredSession {
    const session = this.#deps.store.get(id);
    if (session !== null) return session;
    throw new StudioError('session/not-found', 'There is no such session.', { sessionId: id });
  }

  #forget(ids: readonly string[]): { undo: string; undoMs: number } {
    const undo = randomUUID();
    this.#deps.store.forget(ids);
    this.#forgetting.open(undo, ids);
    this.#deps.changed();
    return { undo, undoMs: UNDO_FORGET_MS };
  }

  async #erase(ids: readonly string[]): Promise<void> {
    const { recorder, store, log } = this.#deps;
    for (const id of ids) {
      try {
        await recorder.finish(id);
        // The files first: after a crash between the two, the row still knows what to delete.
        await recorder.deleteFiles(id, store.audio(id));
        store.remove(id);
      } catch (error) {
        log.warn('a session was not erased', { sessionId: id, error: String(error) });
      }
    }
    if (ids.length > 0) this.#deps.changed();
  }

  /** A look at an avatar in the studio that said nothing is no session to find again. */
  async #dropPreview(id: string, { audioMicros, errors }: SessionStats): Promise<void> {
    const { store, recorder } = this.#deps;
    if (audioMicros > 0 || errors > 0 || store.get(id)?.protocol !== STUDIO) return;
    // Sound that was interrupted before anybody heard it may be there.
    await recorder.deleteFiles(id, store.audio(id));
    store.remove(id);
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
}
