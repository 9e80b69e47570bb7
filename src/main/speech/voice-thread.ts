/** The main thread's end of the voice worker: starts it when first needed, again after a crash, and says so to who waited. */
import { Worker } from 'node:worker_threads';
import { fromErrorData, StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { AsyncCloseable } from '../../shared/scope.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { VoiceRequest } from './voice.ts';
import { FromWorker, type ToWorker } from './worker-messages.ts';

/** A worker that owes an answer and has not given a sign for this long is stuck and is ended, ms. */
const STALL_TIMEOUT = 20_000;

/** A request under way on this side. The queue holds at most what the worker may make ahead (UTTERANCES_AHEAD). */
type Waiting = {
  ready: Utterance[];
  /** Utterances the reader has been promised room for and the worker has not sent. */
  end: { at: 'open' } | { at: 'done' } | { at: 'failed'; error: StudioError };
  wake: () => void;
};

/** Where the worker's entry file is, and how long a silent worker is believed in. */
export type VoiceThreadConfig = { workerUrl: URL; log: Log; stallTimeoutMs?: number };

/** Runs voices in one worker thread; requests interleave sentence by sentence. */
export class VoiceThread implements AsyncCloseable {
  readonly #config: VoiceThreadConfig;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 0;
  #closed = false;

  constructor(config: VoiceThreadConfig) {
    this.#config = config;
  }

  /** Speaks; ending the loop early or aborting stops the voice soon. Throws speech/failed, request/cancelled and the voice's errors. */
  async *speak(voiceId: string, request: VoiceRequest, signal: AbortSignal): AsyncIterable<Utterance> {
    if (this.#closed) throw new StudioError('speech/failed', 'The voices are closed.');
    if (signal.aborted) throw new StudioError('request/cancelled', 'Speaking was cancelled.');
    const id = this.#nextId++;
    const cancel = new SharedArrayBuffer(4);
    const waiting: Waiting = { ready: [], end: { at: 'open' }, wake: () => {} };
    const worker = this.#start();
    const onAbort = (): void => {
      Atomics.store(new Int32Array(cancel), 0, 1);
      this.#post(worker, { kind: 'more', id });
      waiting.wake();
    };
    this.#waiting.set(id, waiting);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      this.#post(worker, { kind: 'speak', id, voiceId, ...request, cancel });
      while (true) {
        const utterance = await this.#next(worker, waiting, signal);
        if (!utterance) return;
        yield utterance;
        this.#post(worker, { kind: 'more', id });
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      if (waiting.end.at === 'open') onAbort();
      this.#waiting.delete(id);
    }
  }

  /** Ends the worker; what was under way fails. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#failAll('The voices were closed while speaking.');
    await worker?.terminate();
  }

  /** The next utterance, or null at the end. */
  async #next(worker: Worker, waiting: Waiting, signal: AbortSignal): Promise<Utterance | null> {
    let stalled = false;
    while (true) {
      if (signal.aborted) throw new StudioError('request/cancelled', 'Speaking was cancelled.');
      const utterance = waiting.ready.shift();
      if (utterance) return utterance;
      if (waiting.end.at === 'done') return null;
      if (waiting.end.at === 'failed') throw waiting.end.error;
      if (stalled) this.#drop(worker, 'The voice stopped answering. Try again, or try another voice.');
      else {
        const timeout = this.#config.stallTimeoutMs ?? STALL_TIMEOUT;
        stalled = await new Promise<boolean>(resolve => {
          const timer = setTimeout(() => resolve(true), timeout);
          waiting.wake = () => {
            clearTimeout(timer);
            resolve(false);
          };
        });
      }
    }
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#config.workerUrl, { name: 'voices', stdout: false, stderr: false });
    this.#worker = worker;
    // The process may end while the voices rest; who waits for speech holds a timer of his own.
    worker.unref();
    worker.on('message', (raw: unknown) => this.#receive(worker, raw));
    worker.on('error', error => {
      this.#config.log.error('voice worker failed', {
        error: error instanceof Error ? error.message : String(error),
      });
      this.#drop(worker, 'The voice stopped unexpectedly. Try again, or try another voice.');
    });
    worker.on('exit', code => {
      if (this.#worker === worker) this.#config.log.warn('voice worker ended', { code });
      this.#drop(worker, 'The voice stopped unexpectedly. Try again, or try another voice.');
    });
    return worker;
  }

  #receive(worker: Worker, raw: unknown): void {
    if (this.#worker !== worker) return;
    const message = FromWorker.parse(raw);
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === 'utterance') waiting.ready.push(message.utterance);
    else if (message.kind === 'done') waiting.end = { at: 'done' };
    else waiting.end = { at: 'failed', error: fromErrorData(message.error) };
    waiting.wake();
  }

  /** Gives up this worker; the next request starts a new one. */
  #drop(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#failAll(reason);
    void worker.terminate();
  }

  #failAll(reason: string): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.end.at !== 'open') continue;
      waiting.end = { at: 'failed', error: new StudioError('speech/failed', reason) };
      waiting.wake();
    }
  }

  #post(worker: Worker, message: ToWorker): void {
    if (this.#worker === worker) worker.postMessage(message);
  }
}
