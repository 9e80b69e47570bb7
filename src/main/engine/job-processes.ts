/** The engine processes of long jobs, exports and imports: one each, the next export's perhaps started ahead. Knows no session and not the resident process. */
import type { ClipImport, ClipProgress, ClipResult } from '../../shared/clip-import.ts';
import type { Clock } from '../../shared/clock.ts';
import type { EngineCalls, JobProgress } from '../../shared/engine-link.ts';
import type { ExportJob, ExportProgress, ExportResult } from '../../shared/export-job.ts';
import type { Log } from '../../shared/log.ts';
import type { EngineProcess } from './engine.ts';
import { ExportProcess } from './export-process.ts';

/** `spawn` starts a process for each job; `stallMs`: a film that is silent for so long is damaged. */
export type JobProcessesDeps = {
  spawn: () => EngineProcess;
  clock: Clock;
  log: Log;
  startMs: number;
  stallMs: number;
};

/** See the methods of Engine with the same names. */
export class JobProcesses {
  readonly #deps: JobProcessesDeps;
  readonly #running = new Set<ExportProcess>();
  #spare: ExportProcess | null = null;

  constructor(deps: JobProcessesDeps) {
    this.#deps = deps;
  }

  prepareExport(): void {
    this.#spare ??= this.#open();
  }

  async exportVideo(
    job: ExportJob,
    onProgress: (progress: ExportProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportResult> {
    signal.throwIfAborted();
    const spare = this.#spare;
    this.#spare = null;
    if (spare?.hasEnded === true) this.#running.delete(spare);
    const process = spare === null || spare.hasEnded ? this.#open() : spare;
    return this.#run(process, 'exportVideo', job, onProgress, signal);
  }

  async importClip(
    job: ClipImport,
    onProgress: (progress: ClipProgress) => void,
    signal: AbortSignal,
  ): Promise<ClipResult> {
    signal.throwIfAborted();
    return this.#run(this.#open(), 'importClip', job, onProgress, signal, this.#deps.stallMs);
  }

  /** Ends them all, whatever they do. */
  close(): void {
    for (const process of this.#running) process.close();
  }

  async #run<K extends keyof JobProgress>(
    process: ExportProcess,
    ...job: Parameters<typeof process.run<K>>
  ): Promise<EngineCalls[K][1]> {
    try {
      return await process.run(...job);
    } finally {
      this.#running.delete(process);
    }
  }

  #open(): ExportProcess {
    const { spawn, clock, log, startMs } = this.#deps;
    const process = new ExportProcess({ spawn, clock, log, startMs });
    this.#running.add(process);
    return process;
  }
}
