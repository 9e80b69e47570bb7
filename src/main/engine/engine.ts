/** The engine as the rest of main sees it: one resident, supervised child behind typed calls. Contract only. */
import type { ClipImport, ClipProgress, ClipResult } from '../../shared/clip-import.ts';
import type { EngineCall, EngineCalls, EngineHealth } from '../../shared/engine-link.ts';
import type { ExportJob, ExportProgress, ExportResult } from '../../shared/export-job.ts';
import type { AsyncCloseable } from '../../shared/scope.ts';

/** Up: answers. Starting: calls wait for it (at most their own time limit). Down: between respawns. */
export type EngineState = 'starting' | 'up' | 'down' | 'closed';

/** A channel to one engine process; `send` throws when it is gone. Made by the host (utilityProcess or fork). */
export type EngineProcess = {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
};

/** The supervised engine. Calls made while it restarts wait; calls in flight when it dies fail with `engine/crashed`. */
export type Engine = AsyncCloseable & {
  readonly state: EngineState;
  readonly restarts: number;
  readonly pid: number | undefined;
  /** The answer to the last ping, at most some seconds old; null before the first. */ readonly health: EngineHealth | null;
  /** Told of each change of state. Returns an unsubscribe. */ onState(
    listener: (state: EngineState) => void,
  ): () => void;
  /** Errors: those of the call, `engine/crashed`, `engine/timeout`, `engine/unavailable`. */
  call<K extends EngineCall>(
    call: K,
    params: EngineCalls[K][0],
    options?: { timeoutMs?: number; signal?: AbortSignal },
  ): Promise<EngineCalls[K][1]>;
  /** Starts the next export's process ahead of its job. */ prepareExport(): void;
  /** Runs a job in an engine process of its own, so that live sessions don't wait for it. */
  exportVideo(
    job: ExportJob,
    onProgress: (progress: ExportProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportResult>;
  /** Makes a moving avatar's folder, likewise in a process of its own: a hostile film can only kill that. */
  importClip(
    job: ClipImport,
    onProgress: (progress: ClipProgress) => void,
    signal: AbortSignal,
  ): Promise<ClipResult>;
  /** Told after each crash, before the respawn: sessions of that process are gone. Returns an unsubscribe. */
  onCrash(listener: () => void): () => void;
};
