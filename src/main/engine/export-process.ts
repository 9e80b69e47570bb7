/** An engine process of its own for one export, so that live sessions don't wait for it. May be started before the job is known. */
import type { Clock } from '../../shared/clock.ts';
import type { EngineReply } from '../../shared/engine-link.ts';
import type { ExportJob, ExportProgress, ExportResult } from '../../shared/export-job.ts';
import type { Log } from '../../shared/log.ts';
import type { EngineProcess } from './engine.ts';
import { crashed, unavailable } from './engine-failures.ts';
import { PendingCalls } from './pending-calls.ts';

/** One job number is enough: a process does one job. */
const JOB_ID = 'export';

/** Starts at construction; `run` once, then it is over. */
export class ExportProcess {
  readonly #process: EngineProcess;
  readonly #pending = new PendingCalls();
  readonly #ready: Promise<void>;
  #onProgress: (progress: ExportProgress) => void = () => {};

  constructor(deps: { spawn: () => EngineProcess; clock: Clock; log: Log; startMs: number }) {
    const process = deps.spawn();
    this.#process = process;
    this.#ready = new Promise<void>((resolve, reject) => {
      const cancel = deps.clock.after(deps.startMs, () => reject(unavailable()));
      process.onMessage(message => {
        const reply = message as EngineReply;
        if (reply.kind === 'ready') {
          cancel();
          resolve();
        } else if (reply.kind === 'progress') this.#onProgress(reply.progress);
        else if (reply.kind === 'log') deps.log[reply.level](reply.message, reply.fields);
        else this.#pending.settle(reply);
      });
      process.onExit(() => {
        cancel();
        reject(crashed());
        this.#pending.failAll(crashed());
      });
    });
    // Told by `run`; a process that dies before it is asked for is no unhandled rejection.
    this.#ready.catch(() => {});
  }

  /** Errors: the job's own, `engine/crashed`, `engine/unavailable`. Aborting cancels the job, which leaves no file. */
  async run(
    job: ExportJob,
    onProgress: (progress: ExportProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportResult> {
    this.#onProgress = onProgress;
    const onAbort = (): void =>
      this.#process.send({ id: -1, call: 'cancelExport', params: { jobId: JOB_ID } });
    try {
      await this.#ready;
      signal.throwIfAborted();
      const { id, promise } = this.#pending.add<ExportResult>();
      signal.addEventListener('abort', onAbort, { once: true });
      this.#process.send({ id, call: 'exportVideo', params: { jobId: JOB_ID, job } });
      return await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.close();
    }
  }

  /** Ends the process, whatever it does. */
  close(): void {
    this.#process.kill();
  }
}
