/** The native protocol's state machine: one client, one session at a time, answers strictly in the order of the questions. */
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { SpeechService } from '../../speech/speech-service-contract.ts';
import type { Connection, Dialogue, Meter } from '../front-end.ts';
import { isTooLarge, sendChunk } from './chunk-reply.ts';
import type { ChunkSource } from './chunk-source.ts';
import { ClientLink } from './client-link.ts';
import { CommandQueue } from './command-queue.ts';
import type { CreateRequest, CreateRules } from './create-request.ts';
import { toWireFailure } from './error-codes.ts';
import { createdMessage, metricsMessage, readSessionCreate } from './native-messages.ts';
import { BACKLOG_FULL, CANCELLED, NOTHING_WAITS, noSession, TOO_LARGE } from './native-refusals.ts';
import {
  checkDelivery,
  freeSession,
  type NativeSession,
  openNativeSession,
  standingOf,
} from './native-session.ts';
import { RESUME_MS, type ResumeShelf } from './resume-shelf.ts';
import type { SessionDoor } from './session-door.ts';
import { isAnswered } from './session-tuning.ts';
import { whenNotStopped } from './stoppable.ts';
import { type ClientText, errorMessage, readAudio, readText, type WireFailure } from './wire.ts';

/** What a native dialogue works with. */
export type NativeDeps = {
  connection: Connection;
  door: SessionDoor;
  rules: CreateRules;
  speech: SpeechService;
  clock: Clock;
  log: Log;
  meter: Meter;
  /** Sessions that wait for their clients; one of the server. */ shelf: ResumeShelf<NativeDialogue>;
};

/** The metering name of this front-end. */
const PROTOCOL = 'omnirt';

/** Dialogue of `/v1/avatar/realtime`. */
export class NativeDialogue implements Dialogue {
  readonly #deps: NativeDeps;
  readonly #first: Connection;
  readonly #link: ClientLink;
  readonly #commands: CommandQueue;
  readonly #gone = new AbortController();
  #session: NativeSession | null = null;
  /** The dialogue whose session goes on here: everything is its business from then on. */
  #resumed: NativeDialogue | null = null;
  #cancelExpiry = (): void => {};
  /** Aborted as soon as a cancel arrives, though it is answered in its turn. Each create starts a new one. */
  #cancelled = new AbortController();

  constructor(deps: NativeDeps) {
    this.#first = deps.connection;
    this.#link = new ClientLink(deps.connection, () => this.#leave());
    this.#deps = { ...deps, connection: this.#link };
    this.#commands = new CommandQueue(error => {
      deps.log.error('a command of a client failed', { error: String(error) });
      this.#fail(toWireFailure(error));
    });
  }

  onText(text: string): void {
    if (this.#resumed !== null) {
      this.#resumed.onText(text);
      return;
    }
    const message = readText(text);
    if (message.at === 'message') {
      if (message.type === 'session.create') this.#cancelled = new AbortController();
      if (message.type === 'session.cancel') this.#cancelled.abort();
    }
    const { signal } = this.#cancelled;
    this.#push(text.length, async () => {
      if (this.#resumed !== null) this.#resumed.onText(text);
      else await this.#answer(message, signal);
    });
  }

  onBinary(bytes: Uint8Array): void {
    if (this.#resumed !== null) {
      this.#resumed.onBinary(bytes);
      return;
    }
    const receivedMicros = this.#deps.clock.now();
    const { signal } = this.#cancelled;
    this.#push(bytes.length, async () => {
      if (this.#resumed !== null) this.#resumed.onBinary(bytes);
      else await this.#hear(bytes, signal, receivedMicros);
    });
  }

  onClose(): void {
    this.lost(this.#first);
  }

  /** A connection ended. The session waits for its client when it was created so, and when this was the connection it used. */
  lost(connection: Connection): void {
    if (this.#resumed !== null) {
      this.#resumed.lost(connection);
      return;
    }
    if (this.#link.current !== connection) return;
    if (!this.#deps.shelf.holds(this)) {
      this.#leave();
      return;
    }
    this.#link.keeps = this.#session?.at === 'lock-step';
    this.#link.detach();
    this.#cancelExpiry = this.#deps.clock.after(RESUME_MS, () => this.#leave());
  }

  #leave(): void {
    this.#gone.abort();
    this.#commands.close();
    this.#endSession();
  }

  #push(bytes: number, work: () => Promise<void>): void {
    if (this.#commands.push(bytes, work)) return;
    this.#fail(BACKLOG_FULL);
  }

  readonly #fail = (failure: WireFailure, extra: Record<string, unknown> = {}): void => {
    if (this.#gone.signal.aborted) return;
    this.#deps.meter.error(PROTOCOL, failure.code);
    this.#deps.connection.sendText(errorMessage(failure, extra));
  };

  #send(message: object): void {
    this.#deps.connection.sendText(JSON.stringify(message));
  }

  #endSession(): void {
    this.#deps.shelf.withdraw(this);
    const session = this.#session;
    this.#session = null;
    if (session !== null) freeSession(session);
  }

  async #answer(message: ClientText, cancelled: AbortSignal): Promise<void> {
    if (this.#gone.signal.aborted) return;
    if (message.at === 'invalid-json') return this.#fail({ code: 'bad_json', message: 'Invalid JSON' });
    const { type, fields } = message;
    const session = this.#session;
    switch (type) {
      case 'session.create':
        return this.#create(fields, cancelled);
      case 'session.cancel':
        return this.#send({ type: 'session.cancelled', session_id: session?.id ?? null });
      case 'session.close':
        this.#endSession();
        return this.#send({ type: 'session.closed', session_id: session?.id ?? null });
      case 'ping':
        return this.#send({ type: 'pong' });
      case 'session.resume':
        return this.#resume(fields.token);
      case 'session.flush':
        return this.#flush(cancelled);
      case 'session.update':
        return this.#update(fields.config, cancelled);
      case 'take.start':
      case 'take.stop':
      case 'session.interrupt':
      case 'speech.text':
        if (session !== null && cancelled.aborted) return this.#fail(CANCELLED);
        if (session?.at === 'live') return session.run.obey(type, fields);
        return this.#fail({
          code: 'session_required',
          message: `${type} needs a session created with config.delivery "live".`,
        });
      default:
        this.#fail({ code: 'unsupported_message', message: `Unsupported message: ${type.slice(0, 200)}` });
    }
  }

  async #create(fields: Readonly<Record<string, unknown>>, cancelled: AbortSignal): Promise<void> {
    this.#endSession(); // silently, and before the checks: a refused create leaves no session
    const request = await readSessionCreate(fields, this.#deps.rules);
    if ('code' in request) return this.#fail(request);
    const wrong = checkDelivery(request.config);
    if (wrong !== null) return this.#fail(wrong);
    try {
      await this.#open(request);
    } catch (error) {
      return this.#fail(toWireFailure(error));
    }
    // A cancel frees what renders at once; the session itself stays, to say that it was cancelled.
    const free = (): void => {
      if (this.#session !== null) freeSession(this.#session);
    };
    if (cancelled.aborted) free();
    else cancelled.addEventListener('abort', free, { once: true });
  }

  async #open(request: CreateRequest): Promise<void> {
    const { signal } = this.#gone;
    const deps = { ...this.#deps, fail: this.#fail };
    const { session, facts, granted } = await openNativeSession(request, deps, signal);
    if (signal.aborted) return freeSession(session);
    this.#session = session;
    const resumable =
      request.config.resume === true
        ? { resume_token: this.#deps.shelf.issue(this), resume_timeout_ms: RESUME_MS }
        : {};
    this.#deps.connection.sendText(createdMessage(session.id, granted, { ...facts, ...resumable }));
    if (session.at === 'live') session.run.start();
  }

  /** Hands this connection to the dialogue that the token belongs to. */
  #resume(token: unknown): void {
    const other = this.#deps.shelf.take(token);
    const connection = this.#link.current;
    if (other === null) {
      this.#fail(NOTHING_WAITS);
      return;
    }
    if (connection === null) return;
    if (other !== this) {
      this.#endSession();
      this.#link.keeps = false;
      this.#link.detach();
      this.#resumed = other;
    }
    other.#goOn(connection);
  }

  #goOn(connection: Connection): void {
    this.#cancelExpiry();
    const session = this.#session;
    const greeting = {
      type: 'session.resumed',
      session_id: session?.id ?? null,
      resume_token: this.#deps.shelf.issue(this),
      resume_timeout_ms: RESUME_MS,
      ...(session === null ? {} : standingOf(session)),
    };
    this.#link.attach(connection, JSON.stringify(greeting));
  }

  async #update(config: unknown, cancelled: AbortSignal): Promise<void> {
    const session = this.#session;
    if (session === null) return this.#fail(noSession('updating it'));
    if (cancelled.aborted) return this.#fail(CANCELLED);
    const failure = await session.tuning.update(config).catch(toWireFailure);
    if (failure !== null) return this.#fail(failure);
    if (!isAnswered(config)) return;
    this.#send({ type: 'session.updated', session_id: session.id, postprocess: session.tuning.echo });
  }

  async #hear(bytes: Uint8Array, cancelled: AbortSignal, receivedMicros: number): Promise<void> {
    const session = this.#session;
    if (this.#gone.signal.aborted) return;
    if (session === null) return this.#fail(noSession('sending audio'));
    if (cancelled.aborted) return this.#fail(CANCELLED);
    const audio = readAudio(bytes, session.at === 'live' ? null : session.source.chunkBytes);
    if ('code' in audio) return this.#fail(audio);
    if (session.at === 'live') return session.run.audio(audio.pcm);
    await this.#reply(session, () => session.source.render(audio.pcm), cancelled, receivedMicros);
  }

  async #flush(cancelled: AbortSignal): Promise<void> {
    const session = this.#session;
    if (session === null) return this.#fail(noSession('sending audio'));
    if (cancelled.aborted) return this.#fail(CANCELLED);
    if (session.at === 'live') return session.run.flush();
    await this.#reply(session, () => session.source.flush(), cancelled, null);
  }

  /** Metrics, then exactly one VIDX. `receivedMicros` null: a flush, which is no chunk of its own. */
  async #reply(
    session: Extract<NativeSession, { at: 'lock-step' }>,
    render: () => ReturnType<ChunkSource['render']>,
    cancelled: AbortSignal,
    receivedMicros: number | null,
  ): Promise<void> {
    const { connection, clock, meter } = this.#deps;
    const stop = AbortSignal.any([cancelled, this.#gone.signal]);
    const rendered = await whenNotStopped(render(), stop).catch(toWireFailure);
    if (rendered === 'stopped') return this.#fail(CANCELLED);
    if ('code' in rendered) return this.#fail(rendered);
    const { length: frames } = rendered.jpegs;
    if (isTooLarge(rendered.jpegs)) {
      return this.#fail(TOO_LARGE);
    }
    if (receivedMicros !== null) session.chunkIndex += 1;
    connection.sendText(metricsMessage(session.chunkIndex, rendered));
    await sendChunk({ connection, clock, meter, signal: this.#gone.signal }, rendered.jpegs);
    if (receivedMicros === null) return;
    meter.chunk({ protocol: PROTOCOL, frames, replyMs: (clock.now() - receivedMicros) / 1000 });
  }
}
