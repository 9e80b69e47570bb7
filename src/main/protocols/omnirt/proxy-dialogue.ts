/** A model's path that another server answers: everything passes both ways as it is. Knows no message but its own errors. */
import { BoundedQueue } from '../../../shared/bounded-queue.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { Connection, Dial, Dialogue, Meter, Upstream } from '../front-end.ts';
import { FlowGate } from './flow-gate.ts';

/** What a proxy works with. */
export type ProxyDeps = {
  connection: Connection;
  dial: Dial;
  url: string;
  clock: Clock;
  log: Log;
  meter: Meter;
};

type Item = string | Uint8Array;
type State = { at: 'dialling' } | { at: 'open'; upstream: Upstream } | { at: 'lost' } | { at: 'over' };

const PROTOCOL = 'proxy';
/** What a client may send before the other server is there: one message of the largest size, and some small ones. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** A server that is just being started again gets this long, ms. */
const RETRY_AFTER_MS = [250, 750, 1500] as const;

// Clients of this family look for "No active session" and send init again.
const LOST =
  "The connection to the server that draws this model broke. No active session. Send 'init' first.";

/** Connects at once, as the reference does; once more with the next message when the connection broke. */
export class ProxyDialogue implements Dialogue {
  readonly #deps: ProxyDeps;
  readonly #toUpstream: FlowGate;
  readonly #toClient: FlowGate;
  readonly #gone = new AbortController();
  #waiting = this.#emptyQueue();
  #state: State = { at: 'lost' };

  constructor(deps: ProxyDeps) {
    this.#deps = deps;
    this.#toUpstream = new FlowGate(deps.clock);
    this.#toClient = new FlowGate(deps.clock);
    void this.#connect();
  }

  onText(text: string): void {
    this.#forward(text);
  }

  onBinary(bytes: Uint8Array): void {
    this.#forward(bytes);
  }

  onClose(end: { code: number; reason: string } = { code: 1000, reason: '' }): void {
    const state = this.#state;
    this.#finish();
    if (state.at !== 'open') return;
    // 1005 and 1006 tell that nothing was said; they cannot be sent.
    if (end.code === 1005) state.upstream.close(1000, '');
    else if (end.code === 1006) state.upstream.close(1001, 'The client went away.');
    else state.upstream.close(end.code, end.reason);
  }

  #emptyQueue(): BoundedQueue<Item> {
    return new BoundedQueue<Item>({
      capacity: MAX_WAITING_BYTES,
      overflow: { policy: 'refuse' },
      weigh: item => item.length,
    });
  }

  #finish(): void {
    this.#state = { at: 'over' };
    this.#gone.abort();
    this.#toUpstream.close();
    this.#toClient.close();
    this.#waiting = this.#emptyQueue();
  }

  #forward(item: Item): void {
    const state = this.#state;
    if (state.at === 'over') return;
    if (state.at === 'open') this.#pass(state.upstream, item);
    else if (!this.#waiting.push(item)) this.#giveUp(1013, 'Too much was sent before the server was there.');
    else if (state.at === 'lost') void this.#connect();
  }

  #pass(upstream: Upstream, item: Item): void {
    if (typeof item === 'string') upstream.sendText(item);
    else upstream.sendBinary(item);
    this.#toUpstream.passed(this.#deps.connection, upstream);
  }

  async #connect(): Promise<void> {
    const { connection } = this.#deps;
    this.#state = { at: 'dialling' };
    connection.pause();
    try {
      // Read on before what waited is passed: passing it may pause the client again, and that must last.
      const upstream = await this.#dialPatiently().finally(() => connection.resume());
      if (this.#gone.signal.aborted) upstream.close(1001, 'The client went away.');
      // It may be over again by now: the next message tries anew.
      if (this.#state.at !== 'dialling') return;
      this.#state = { at: 'open', upstream };
      for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) {
        this.#pass(upstream, item);
      }
    } catch (error) {
      if (this.#gone.signal.aborted) return;
      this.#deps.log.warn('another server cannot be reached', {
        path: connection.path,
        error: String(error),
      });
      // The reference closes without a word more.
      this.#giveUp(1000, error instanceof Error ? error.message : String(error));
    }
  }

  async #dialPatiently(): Promise<Upstream> {
    const { signal } = this.#gone;
    for (const delayMs of RETRY_AFTER_MS) {
      try {
        return await this.#dial();
      } catch {
        if (signal.aborted) break;
        await new Promise<void>(resolve => this.#deps.clock.after(delayMs, resolve));
      }
    }
    signal.throwIfAborted();
    return this.#dial();
  }

  #dial(): Promise<Upstream> {
    const { connection, dial, url } = this.#deps;
    const { signal } = this.#gone;
    let upstream: Upstream | null = null;
    const told = (): void => {
      if (upstream !== null) this.#toClient.passed(upstream, connection);
    };
    const dialled = dial(
      url,
      {
        onText: text => {
          connection.sendText(text);
          told();
        },
        onBinary: bytes => {
          connection.sendBinary(bytes);
          told();
        },
        onClose: end => this.#upstreamEnded(end),
      },
      { signal },
    );
    return dialled.then(opened => {
      upstream = opened;
      return opened;
    });
  }

  #upstreamEnded(end: { code: number; reason: string; clean: boolean }): void {
    if (this.#gone.signal.aborted) return;
    this.#toUpstream.close();
    this.#toClient.close();
    const { connection } = this.#deps;
    if (end.clean) {
      this.#finish();
      connection.close(end.code, end.reason);
      return;
    }
    this.#state = { at: 'lost' };
    connection.resume();
    this.#fail(LOST);
  }

  #giveUp(code: number, message: string): void {
    this.#fail(message);
    this.#finish();
    this.#deps.connection.close(code, 'The server that draws this model is not there.');
  }

  #fail(message: string): void {
    this.#deps.meter.error(PROTOCOL, 'no_code');
    this.#deps.connection.sendText(JSON.stringify({ type: 'error', message }));
  }
}
