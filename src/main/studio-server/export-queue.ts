/** The queue of exports: rows in the database, so that it goes on after a crash. One runs at a time (two on many cores), the others wait in their order. Knows no HTTP. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { StudioError, toErrorData } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { ExportView } from '../../shared/studio/exports.ts';
import type { ExportStore, StoredExport } from '../store/store.ts';
import type { ExportFolder } from './export-folder.ts';
import { type ExportAsk, type IntakeDeps, takeExport } from './export-intake.ts';
import { isPassing, type RunDeps, runExport } from './export-run.ts';
import { exportView, RunProgress } from './export-view.ts';
import { KeptJob } from './kept-job.ts';
import { UndoWindow } from './undo-window.ts';

/** What the queue needs. `changed`: one export; `reordered`: the list is another one. */
export type QueueDeps = IntakeDeps &
  RunDeps & {
    store: ExportStore;
    folder: ExportFolder;
    changed(view: ExportView): void;
    reordered(): void;
    /** Exports at once. */ parallel: number;
    clock: Clock;
    now(): Date;
    log: Log;
  };

/** Time to bring a removed one back before its file is deleted. */
export const UNDO_EXPORT_MS = 30_000;
const MAX_WAITING = 500;
const WRITE_PROGRESS_MICROS = 2_000_000;

type Run = { stop: AbortController; progress: RunProgress; writtenAt: number; ended: Promise<void> };

/** See the methods. Errors: store/not-found for ids that are unknown. */
export class ExportQueue {
  readonly #deps: QueueDeps;
  readonly #runs = new Map<string, Run>();
  /** Asked for and not in the database yet. */
  readonly #coming = new Set<string>();
  readonly #removed: UndoWindow<string>;
  /** Runs that ended by a passing fault. */
  readonly #faults = new Map<string, number>();
  #closed = false;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#removed = new UndoWindow({ clock, log, ms: UNDO_EXPORT_MS, erase: id => this.#erase(id) });
  }

  /** What an earlier run of the program left: the unfinished ones start again before the others, the removed ones go, and the queue moves on. */
  async resume(): Promise<void> {
    const { store, inputs, folder } = this.#deps;
    await folder.sweep([...this.#runs.keys()].map(id => store.get(id)?.fileName ?? ''));
    const left = store.list().filter(({ id, state }) => state === 'running' && !this.#runs.has(id));
    for (const { id } of left.reverse()) store.change(id, { to: 'waiting', at: 'first' });
    const undoable = new Set(this.#removed.waiting());
    for (const id of store.removed()) if (!undoable.has(id)) await this.#erase(id);
    await inputs.sweep(id => this.#coming.has(id) || (store.get(id)?.state ?? 'done') !== 'done');
    this.#deps.reordered();
    this.#move();
  }

  /** Puts one at the end. Errors: those of takeExport, session/backlog-full. */
  async start(ask: ExportAsk): Promise<ExportView> {
    const { store, folder, inputs, now } = this.#deps;
    if (this.#waiting().length >= MAX_WAITING)
      throw new StudioError('session/backlog-full', `${MAX_WAITING} exports are waiting already.`);
    const id = `exp_${randomUUID().replaceAll('-', '')}`;
    this.#coming.add(id);
    try {
      const job = await takeExport(id, ask, this.#deps);
      const isTaken = (name: string): boolean => store.isNamed(name);
      const fileName = await folder.freeName(job.avatarName, now(), job.container, isTaken);
      store.add({ id, job, fileName });
    } catch (error) {
      await inputs.drop(id);
      throw error;
    } finally {
      this.#coming.delete(id);
    }
    this.#move();
    this.#deps.reordered();
    return this.#tell(id);
  }

  /** Stops one, or takes it out of the queue; one that has ended stays as it is. */
  cancel(id: string): ExportView {
    const { state } = this.#need(id);
    if (state !== 'waiting' && state !== 'running') return this.#view(id);
    this.#deps.store.change(id, { to: 'cancelled' });
    this.#runs.get(id)?.stop.abort();
    this.#deps.reordered();
    return this.#tell(id);
  }

  /** A failed or cancelled one waits again. Errors: store/conflict for any other. */
  retry(id: string): ExportView {
    const { state } = this.#need(id);
    if (state !== 'failed' && state !== 'cancelled')
      throw new StudioError('store/conflict', 'Only what failed or was cancelled can be tried again.');
    this.#faults.delete(id);
    this.#deps.store.change(id, { to: 'waiting', at: 'last' });
    this.#move();
    this.#deps.reordered();
    return this.#tell(id);
  }

  /** To a place among those that wait, from 0. */
  move(id: string, position: number): void {
    this.#need(id);
    this.#deps.store.move(id, position);
    this.#deps.reordered();
  }

  /** Out of the list; its file goes a little later. */
  remove(id: string): { undoMs: number } {
    this.cancel(id);
    this.#deps.store.remove(id);
    this.#removed.open(id, id);
    this.#deps.reordered();
    return { undoMs: UNDO_EXPORT_MS };
  }

  /** Brings a removed one back. */
  restore(id: string): ExportView {
    const stored = this.#deps.store.get(id);
    // Removed, and its time is over: its file may be gone already.
    if (stored === null || (stored.removedAt !== null && this.#removed.takeBack(id) === null))
      throw notFound(id);
    this.#deps.store.restore(id);
    this.#deps.reordered();
    return this.#view(id);
  }

  /** Running first, then waiting, then ended. */
  list(): ExportView[] {
    let position = 0;
    return this.#deps.store.list().flatMap(stored => {
      const at = stored.state === 'waiting' ? position++ : 0;
      const job = KeptJob.safeParse(stored.job);
      return job.success ? [this.#viewOf(stored, job.data, at)] : [];
    });
  }

  /** The finished file. @throws StudioError `store/not-found`, `export/input-gone` when somebody moved it. */
  async file(id: string): Promise<{ path: string; fileName: string }> {
    const { state, fileName } = this.#need(id);
    const { folder } = this.#deps;
    if (state !== 'done')
      throw new StudioError('store/not-found', 'This export is not finished.', { exportId: id });
    if (await folder.has(fileName)) return { path: folder.fileOf(fileName), fileName };
    throw new StudioError('store/not-found', `${fileName} was moved or deleted.`);
  }

  /** Where finished files lie and what they take. */
  async place(): Promise<{ folder: string; bytes: number; freeBytes: number | null }> {
    const { store, folder } = this.#deps;
    const bytes = store.list().reduce((sum, stored) => sum + stored.bytes, 0);
    return { folder: folder.path, bytes, freeBytes: await folder.freeBytes() };
  }

  /** Erases finished ones: older than `days`, and the oldest beyond `bytes`; 0 keeps them. */
  async forgetOld(days: number, bytes: number): Promise<void> {
    const { store, now } = this.#deps;
    const since = new Date(now().getTime() - days * 86_400_000).toISOString();
    let total = 0;
    for (const { id, state, endedAt, bytes: size } of store.list()) {
      if (state !== 'done') continue;
      total += size;
      const tooOld = days > 0 && (endedAt ?? '') < since;
      if (tooOld || (bytes > 0 && total > bytes)) await this.#erase(id);
    }
  }

  /** Stops what runs, which will start again with the next run of the program, and erases what was removed. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { stop } of this.#runs.values()) stop.abort();
    await Promise.all([...this.#runs.values()].map(run => run.ended));
    await this.#removed.close();
  }

  /** Starts what waits as far as there is room. */
  #move(): void {
    const { store, parallel } = this.#deps;
    while (!this.#closed && this.#runs.size < parallel) {
      const next = this.#waiting().find(({ id }) => !this.#runs.has(id));
      if (next === undefined) return;
      const run: Run = {
        stop: new AbortController(),
        progress: new RunProgress(),
        writtenAt: 0,
        ended: Promise.resolve(),
      };
      this.#runs.set(next.id, run);
      store.change(next.id, { to: 'running' });
      run.ended = this.#run(next, run)
        // The row says still that it runs: it starts again with the next run of the program.
        .catch(error => this.#deps.log.error('an export was not written down', { error: String(error) }))
        .finally(() => {
          this.#runs.delete(next.id);
          this.#move();
        });
      this.#tell(next.id);
    }
  }

  async #run({ id, job, fileName }: StoredExport, run: Run): Promise<void> {
    const { store, folder, inputs, log } = this.#deps;
    const { signal } = run.stop;
    try {
      await folder.needSpace();
      const kept = KeptJob.parse(job);
      const progress = (now: RunProgress['now']): void => this.#progress(id, run, now);
      const { frames, bytes } = await runExport(
        id,
        kept,
        folder.fileOf(fileName),
        this.#deps,
        progress,
        signal,
      );
      if (signal.aborted) return await this.#stopped(id, fileName);
      store.change(id, { to: 'done', frames, bytes });
      this.#faults.delete(id);
      await inputs.drop(id);
    } catch (error) {
      if (signal.aborted) return await this.#stopped(id, fileName);
      const { code, message } = toErrorData(error);
      log.warn('an export failed', { code });
      const faults = (this.#faults.get(id) ?? 0) + 1;
      this.#faults.set(id, faults);
      if (isPassing(code, faults)) store.change(id, { to: 'waiting', at: 'first' });
      else store.change(id, { to: 'failed', error: { code, message } });
    }
    this.#deps.reordered();
    if (store.get(id) !== null) this.#tell(id);
  }

  /** Cancelled, or the program ends: then it waits for the next run. */
  async #stopped(id: string, fileName: string): Promise<void> {
    await this.#deps.folder.delete(fileName);
    if (this.#deps.store.get(id)?.state === 'running')
      this.#deps.store.change(id, { to: 'waiting', at: 'first' });
  }

  #progress(id: string, run: Run, now: RunProgress['now']): void {
    if (run.stop.signal.aborted) return;
    const at = this.#deps.clock.now();
    run.progress.take(now, at);
    if (at - run.writtenAt > WRITE_PROGRESS_MICROS) {
      run.writtenAt = at;
      this.#deps.store.progress(id, now.framesDone, now.framesTotal);
    }
    this.#tell(id);
  }

  async #erase(id: string): Promise<void> {
    const stored = this.#deps.store.get(id);
    if (stored === null) return;
    await this.#runs.get(id)?.ended;
    await this.#deps.folder.delete(stored.fileName);
    await this.#deps.inputs.drop(id);
    this.#deps.store.erase(id);
    this.#deps.reordered();
  }

  #waiting(): StoredExport[] {
    return this.#deps.store.list().filter(({ state }) => state === 'waiting');
  }

  #need(id: string): StoredExport {
    const stored = this.#deps.store.get(id);
    if (stored !== null && stored.removedAt === null) return stored;
    throw notFound(id);
  }

  #tell(id: string): ExportView {
    const view = this.#view(id);
    if (this.#deps.store.get(id)?.removedAt === null) this.#deps.changed(view);
    return view;
  }

  #view(id: string): ExportView {
    const stored = this.#deps.store.get(id);
    if (stored === null) throw notFound(id);
    const position = stored.state === 'waiting' ? this.#waiting().findIndex(one => one.id === id) : 0;
    return this.#viewOf(stored, KeptJob.parse(stored.job), position);
  }

  #viewOf(stored: StoredExport, job: KeptJob, position: number): ExportView {
    return exportView(stored, job, { position, run: this.#runs.get(stored.id)?.progress ?? null });
  }
}

const notFound = (id: string): StudioError =>
  new StudioError('store/not-found', 'There is no such export.', { exportId: id });
