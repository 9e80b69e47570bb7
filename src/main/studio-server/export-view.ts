/** An export as the page sees it: its row, and what its run tells. Knows no queue. */
import type { ExportProgress } from '../../shared/export-job.ts';
import type { Micros } from '../../shared/media.ts';
import type { ExportView } from '../../shared/studio/exports.ts';
import type { StoredExport } from '../store/store.ts';
import type { KeptJob } from './kept-job.ts';

/** Frames drawn before a time is worth telling. */
const ENOUGH_FRAMES = 5;

/** How far a run is, and how long the rest takes at its pace so far. */
export class RunProgress {
  #now: ExportProgress = { phase: 'preparing', framesDone: 0, framesTotal: 0 };
  #first: { at: Micros; frames: number } | null = null;
  #timeLeftMs: number | null = null;

  /** The newest word of the engine. */
  get now(): ExportProgress {
    return this.#now;
  }

  /** ms; null until it can be told. */
  get timeLeftMs(): number | null {
    return this.#timeLeftMs;
  }

  /** Takes the next word; `at` is the clock's time. */
  take(progress: ExportProgress, at: Micros): void {
    this.#now = progress;
    const { phase, framesDone, framesTotal } = progress;
    this.#timeLeftMs = null;
    if (phase !== 'rendering') return;
    this.#first ??= { at, frames: framesDone };
    const drawn = framesDone - this.#first.frames;
    if (drawn < ENOUGH_FRAMES || framesTotal <= framesDone) return;
    this.#timeLeftMs = Math.round(((at - this.#first.at) / 1000 / drawn) * (framesTotal - framesDone));
  }
}

/** `position`: among those that wait, from 0. `run`: while it runs. */
export const exportView = (
  stored: StoredExport,
  job: KeptJob,
  more: { position: number; run: RunProgress | null },
): ExportView => {
  const run = stored.state === 'running' ? more.run : null;
  const { phase, framesDone, framesTotal } = run?.now ?? {
    phase: stored.state === 'done' ? ('finishing' as const) : ('preparing' as const),
    framesDone: stored.framesDone,
    framesTotal: stored.framesTotal,
  };
  return {
    id: stored.id,
    state: stored.state,
    position: more.position,
    phase,
    framesDone,
    framesTotal,
    timeLeftMs: run?.timeLeftMs ?? null,
    askedAt: stored.askedAt,
    endedAt: stored.endedAt,
    avatarId: job.avatarId,
    avatarName: job.avatarName,
    container: job.container,
    width: job.format.width,
    height: job.format.height,
    transparent: job.background.kind === 'transparent',
    renderer: job.choice.renderer,
    mode: job.compositor.mode,
    source: job.source,
    fileName: stored.fileName,
    bytes: stored.bytes,
    downloadUrl: stored.state === 'done' ? `/studio/exports/${stored.id}/file` : null,
    error: stored.error,
  };
};
