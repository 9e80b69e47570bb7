/** Calls that wait for their answer, by number. Knows no process. */
import type { EngineReply } from '../../shared/engine-link.ts';
import { fromErrorData } from '../../shared/errors.ts';

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void };

/** The open calls of one engine process. */
export class PendingCalls {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  /** Numbers a new call. */
  add<T>(): { id: number; promise: Promise<T> } {
    const id = this.#nextId++;
    const promise = new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    return { id, promise };
  }

  /** Ends a call with the process's answer; answers to unknown (timed-out) calls are ignored. */
  settle(reply: Extract<EngineReply, { kind: 'result' | 'failure' }>): void {
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    this.#waiting.delete(reply.id);
    if (reply.kind === 'failure') waiting.reject(fromErrorData(reply.error));
    else waiting.resolve(reply.result as never);
  }

  /** Ends one call with an error. */
  fail(id: number, error: Error): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.reject(error);
  }

  /** Ends them all. */
  failAll(error: Error): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of all) waiting.reject(error);
  }
}
