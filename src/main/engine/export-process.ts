/** An engine process of its own for one job, an export or an import, so that live sessions don't wait for it. May be started before the job is known. */
import type { Clock } from '../../shared/clock.ts';
import type { EngineCalls, EngineReply, EngineRequest, JobProgress } from '../../shared/engine-link.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { EngineProcess } from './engine.ts';
import { crashed, unavailable } from './engine-failures.ts';
import { PendingCalls } from './pending-calls.ts';

/** A cancelled job that has not ended by then is hung: its process is ended, ms. */
const CANCEL_MS = 5_000;

/** One job number is enough: a process does one job. */
const JOB_ID = 'export';

type Job<K extends keyof JobProgress> = EngineCalls[K][0]['job'];

/** A job as it crosses the border, and the speech that follows it, if that is still being spoken. */
const separate = <K extends keyof JobProgress>(
  job: Job<K>,
): { sent: Job<K>; speech: AsyncIterable<Utterance> | null } => {
  if (!('speech' in job) || job.speech.kind !== 'arriving') return { sent: job, speech: null };
  const { utterances } = job.speech;
  return { sent: { ...job, speech: { kind: 'utterances', utterances: [] } }, speech: utterances };
};

const hung = (): StudioError =>
  new StudioError(
    'engine/timeout',
    'The file could not be read to its end: it is damaged. Export it again from its source, and try that.',
  );

/** Starts at construction; `run` once, then it is over. */
export class ExportProcess {
  readonly #process: EngineProcess;
  readonly #pending = new PendingCalls();
  readonly #ready: Promise<void>;
  readonly #clock: Clock;
  #onProgress: (progress: never) => void = () => {};
  #hasEnded = false;
  #isOver = false;

  constructor(deps: { spawn: () => EngineProcess; clock: Clock; log: Log; startMs: number }) {
    const process = deps.spawn();
    this.#process = process;
    this.#clock = deps.clock;
    this.#ready = new Promise<void>((resolve, reject) => {
      const cancel = deps.clock.after(deps.startMs, () => reject(unavailable()));
      process.onMessage(message => {
        const reply = message as EngineReply;
        if (reply.kind === 'ready') {
          cancel();
          resolve();
        } else if (reply.kind === 'progress') this.#onProgress(reply.progress as never);
        else if (reply.kind === 'log') deps.log[reply.level](reply.message, reply.fields);
        else this.#pending.settle(reply);
      });
      process.onExit(() => {
        this.#hasEnded = true;
        cancel();
        reject(crashed());
        this.#pending.failAll(crashed());
      });
    });
    // Told by `run`; a process that dies before it is asked for is no unhandled rejection.
    this.#ready.catch(() => {});
  }

  /** True once the process is gone: there is nothing to run in any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /**
   * Errors: the job's own, those of its arriving speech, `engine/crashed`, `engine/unavailable`, `engine/timeout` when nothing is heard of it for `stallMs`
   * (a hostile file may hang a parser). Aborting cancels the job, which leaves nothing.
   */
  async run<K extends keyof JobProgress>(
    call: K,
    job: Job<K>,
    onProgress: (progress: JobProgress[K]) => void,
    signal: AbortSignal,
    stallMs: number | null = null,
  ): Promise<EngineCalls[K][1]> {
    let cancelTimer = (): void => {};
    const endWithin = (ms: number | null, error: StudioError): void => {
      cancelTimer();
      if (ms !== null) cancelTimer = this.#clock.after(ms, () => this.#pending.failAll(error));
    };
    const watch = (): void => endWithin(stallMs, hung());
    this.#onProgress = (progress: JobProgress[K]) => {
      if (!signal.aborted) watch();
      onProgress(progress);
    };
    const onAbort = (): void => {
      endWithin(CANCEL_MS, new StudioError('request/cancelled', 'The job was cancelled.'));
      try {
        this.#tell({ id: -1, call: 'cancelExport', params: { jobId: JOB_ID } });
      } catch {
        // It is gone, and the job has failed by that: an error here would be nobody's.
      }
    };
    const { sent, speech } = separate<K>(job);
    const told = Promise.withResolvers<void>();
    let unspeakable: { error: unknown } | null = null;
    // The first words are spoken while the process still starts.
    if (speech !== null) {
      this.#carry(speech, told.promise).catch(async error => {
        unspeakable = { error };
        await told.promise;
        // The job ends and leaves nothing behind.
        if (!this.#isOver) onAbort();
      });
    }
    try {
      await this.#ready;
      signal.throwIfAborted();
      const { id, promise } = this.#pending.add<EngineCalls[K][1]>();
      signal.addEventListener('abort', onAbort, { once: true });
      watch();
      try {
        const params = { jobId: JOB_ID, job: sent, ...(speech === null ? {} : { speechFollows: true }) };
        this.#process.send({ id, call, params });
      } catch (error) {
        this.#pending.fail(id, crashed(error));
      }
      told.resolve();
      return await promise;
    } catch (error) {
      throw unspeakable === null ? error : (unspeakable as { error: unknown }).error;
    } finally {
      this.#isOver = true;
      told.resolve();
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      this.close();
    }
  }

  /** Sends the speech once the process was `told` of its job, for as long as that runs. */
  async #carry(speech: AsyncIterable<Utterance>, told: Promise<void>): Promise<void> {
    const tell = (utterance: Utterance | null): void => {
      if (!this.#isOver && !this.#hasEnded)
        this.#tell({ id: -1, call: 'exportSpeech', params: { jobId: JOB_ID, utterance } });
    };
    for await (const utterance of speech) {
      await told;
      if (this.#isOver) return;
      tell(utterance);
    }
    await told;
    tell(null);
  }

  #tell(request: EngineRequest): void {
    this.#process.send(request);
  }

  /** Ends the process, whatever it does. */
  close(): void {
    this.#process.kill();
  }
}
