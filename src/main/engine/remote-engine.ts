/** Supervises the engine process: starts it, pings it, answers calls through it, respawns it with back-off. Knows no session and no picture. */

import type { ClipResult } from '../../shared/clip-import.ts';
import type { Clock } from '../../shared/clock.ts';
import type { EngineCall, EngineCalls, EngineHealth, EngineReply } from '../../shared/engine-link.ts';
import { StudioError } from '../../shared/errors.ts';
import type { ExportResult } from '../../shared/export-job.ts';
import type { Log } from '../../shared/log.ts';
import { CallActivity } from './call-activity.ts';
import type { Engine, EngineProcess, EngineState } from './engine.ts';
import { crashed, unavailable } from './engine-failures.ts';
import { JobProcesses } from './job-processes.ts';
import { PendingCalls } from './pending-calls.ts';

/** Supervision limits, ms. Defaults fit a laptop under load. */
export type SupervisionLimits = {
  startMs: number;
  callMs: number;
  pingEveryMs: number;
  pingMs: number;
  backOffMs: number;
  backOffMaxMs: number;
  /** A process that lived this long starts again at the shortest back-off. */ steadyMs: number;
};

const DEFAULT_LIMITS: SupervisionLimits = {
  startMs: 20_000,
  callMs: 60_000,
  pingEveryMs: 5_000,
  pingMs: 20_000,
  backOffMs: 200,
  backOffMaxMs: 10_000,
  steadyMs: 60_000,
};

/** What a RemoteEngine needs. `spawn` starts one engine process; it may be called again after each crash, and for each export. */
export type RemoteEngineDeps = {
  spawn: () => EngineProcess;
  clock: Clock;
  log: Log;
  limits?: Partial<SupervisionLimits>;
  /** `false`: the resident process starts with the first call (exports have processes of their own). Default true. */ eager?: boolean;
};

/** See Engine. Starts its process at once unless told otherwise; the first calls wait for `ready`. */
export class RemoteEngine implements Engine {
  /** What others ask of the process; its own upkeep does not count. */ readonly activity: CallActivity;
  readonly #deps: RemoteEngineDeps;
  readonly #limits: SupervisionLimits;
  readonly #crashListeners = new Set<() => void>();
  readonly #stateListeners = new Set<(state: EngineState) => void>();
  readonly #jobs: JobProcesses;
  #process: EngineProcess | null = null;
  #pending = new PendingCalls();
  #state: EngineState = 'down';
  #health: EngineHealth | null = null;
  #restarts = 0;
  #failuresInARow = 0;
  #startedAt: number | null = null;
  #waiters: (() => void)[] = [];
  #cancelTimers: (() => void)[] = [];

  constructor(deps: RemoteEngineDeps) {
    this.#deps = deps;
    this.#limits = { ...DEFAULT_LIMITS, ...deps.limits };
    this.activity = new CallActivity(deps.clock);
    const { startMs, callMs: stallMs } = this.#limits;
    this.#jobs = new JobProcesses({ ...deps, startMs, stallMs });
    if (deps.eager !== false) this.#start();
  }

  get state(): EngineState {
    return this.#state;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get health(): EngineHealth | null {
    return this.#health;
  }

  onCrash(listener: () => void): () => void {
    this.#crashListeners.add(listener);
    return () => this.#crashListeners.delete(listener);
  }

  onState(listener: (state: EngineState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  async call<K extends EngineCall>(
    call: K,
    params: EngineCalls[K][0],
    options: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<EngineCalls[K][1]> {
    options.signal?.throwIfAborted();
    if (this.#startedAt === null) this.#start();
    if (this.#state !== 'up') await this.#whenUp();
    const process = this.#process;
    if (process === null || this.#state !== 'up') throw unavailable();
    const answer = this.#send(process, this.#pending, call, params, options.timeoutMs ?? this.#limits.callMs);
    return call === 'ping' || call === 'rehearse' ? answer : this.activity.during(answer);
  }

  prepareExport(): void {
    this.#jobs.prepareExport();
  }

  exportVideo(...job: Parameters<Engine['exportVideo']>): Promise<ExportResult> {
    return this.#jobs.exportVideo(...job);
  }

  importClip(...job: Parameters<Engine['importClip']>): Promise<ClipResult> {
    return this.#jobs.importClip(...job);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#setState('closed');
    for (const cancel of this.#cancelTimers) cancel();
    this.#jobs.close();
    this.#process?.kill();
    this.#process = null;
    this.#pending.failAll(unavailable());
    this.#wake();
  }

  #send<K extends EngineCall>(
    process: EngineProcess,
    pending: PendingCalls,
    call: K,
    params: EngineCalls[K][0],
    timeoutMs: number | null,
  ): Promise<EngineCalls[K][1]> {
    const { id, promise } = pending.add<EngineCalls[K][1]>();
    const cancel =
      timeoutMs === null
        ? () => {}
        : this.#deps.clock.after(timeoutMs, () => {
            const error = new StudioError(
              'engine/timeout',
              'The engine took too long. Try again; if it stays, restart the app.',
              {
                call,
                timeoutMs,
              },
            );
            pending.fail(id, error);
          });
    try {
      process.send({ id, call, params });
    } catch (error) {
      pending.fail(id, crashed(error));
    }
    return promise.finally(cancel);
  }

  #start(): void {
    this.#setState('starting');
    this.#startedAt = this.#deps.clock.now();
    const process = this.#deps.spawn();
    this.#process = process;
    this.#pending = new PendingCalls();
    const pending = this.#pending;
    let ended = false;
    const end = (why: string) => {
      if (ended) return;
      ended = true;
      cancelStart();
      process.kill();
      this.#ended(why, pending);
    };
    const cancelStart = this.#deps.clock.after(this.#limits.startMs, () => end('start took too long'));
    process.onMessage(message => {
      // Both ends are this project's code over a private pipe: the type is the contract (shared/engine-link.ts).
      const reply = message as EngineReply;
      if (reply.kind === 'ready') {
        cancelStart();
        this.#setState('up');
        this.#wake();
        this.#ping(end);
      } else if (reply.kind === 'log') this.#deps.log[reply.level](reply.message, reply.fields);
      else if (reply.kind !== 'progress') pending.settle(reply);
    });
    process.onExit(code => end(`exit code ${code}`));
  }

  #ended(why: string, pending: PendingCalls): void {
    if (this.#state === 'closed') return;
    this.#process = null;
    this.#setState('down');
    pending.failAll(crashed());
    for (const listener of this.#crashListeners) listener();
    const lived = (this.#deps.clock.now() - (this.#startedAt ?? 0)) / 1000;
    this.#failuresInARow = lived > this.#limits.steadyMs ? 0 : this.#failuresInARow + 1;
    const backOff = Math.min(
      this.#limits.backOffMaxMs,
      this.#limits.backOffMs * 2 ** Math.max(0, this.#failuresInARow - 1),
    );
    this.#deps.log.error('engine process ended', { why, backOffMs: backOff, restarts: this.#restarts });
    this.#timer(backOff, () => {
      this.#restarts += 1;
      this.#start();
    });
  }

  #ping(end: (why: string) => void): void {
    const process = this.#process;
    this.call('ping', undefined, { timeoutMs: this.#limits.pingMs }).then(
      health => {
        if (process !== this.#process) return;
        this.#health = health;
        this.#timer(this.#limits.pingEveryMs, () => {
          if (process === this.#process) this.#ping(end);
        });
      },
      () => {
        if (process === this.#process) end('no answer to ping');
      },
    );
  }

  #whenUp(): Promise<void> {
    if (this.#state === 'closed') return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      const cancel = this.#deps.clock.after(this.#limits.startMs, () => reject(unavailable()));
      this.#waiters.push(() => {
        cancel();
        resolve();
      });
    });
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  #setState(state: EngineState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }

  #timer(delayMs: number, callback: () => void): void {
    const cancel = this.#deps.clock.after(delayMs, () => {
      this.#cancelTimers = this.#cancelTimers.filter(other => other !== cancel);
      if (this.#state !== 'closed') callback();
    });
    this.#cancelTimers.push(cancel);
  }
}
