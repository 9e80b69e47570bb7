/** The native protocol's state machine: one socket, one session at a time, answers strictly in the order of the questions. */
import type { Clock } from '../../../shared/clock.ts';
import { assertNever } from '../../../shared/errors.ts';
import type { Log } from '../../../shared/log.ts';
import type { SpeechService } from '../../speech/speech-service-contract.ts';
import type { Connection, Dialogue, Meter } from '../front-end.ts';
import { isTooLarge, sendChunk } from './chunk-reply.ts';
import { type ChunkSource, drawingFacts, mouthFact } from './chunk-source.ts';
import { CommandQueue } from './command-queue.ts';
import type { CreateRequest, CreateRules } from './create-request.ts';
import { toWireFailure } from './error-codes.ts';
import { LiveRun } from './live-run.ts';
import { createdMessage, metricsMessage, readSessionCreate } from './native-messages.ts';
import type { SessionDoor } from './session-door.ts';
import { SessionTuning } from './session-tuning.ts';
import { whenNotStopped } from './stoppable.ts';
import { type ClientText, errorMessage, isRecord, readAudio, readText, type WireFailure } from './wire.ts';

/** What a native dialogue works with. */
export type NativeDeps = {
  connection: Connection;
  door: SessionDoor;
  rules: CreateRules;
  speech: SpeechService;
  clock: Clock;
  log: Log;
  meter: Meter;
};

type State =
  | { at: 'none' }
  | { at: 'lock-step'; source: ChunkSource; tuning: SessionTuning; chunkIndex: number }
  | { at: 'live'; run: LiveRun; tuning: SessionTuning };

/** The metering name of this front-end. */
const PROTOCOL = 'omnirt';

const CANCELLED: WireFailure = {
  code: 'session_cancelled',
  message: 'The avatar session has been cancelled.',
};
const NO_SESSION: WireFailure = {
  code: 'session_required',
  message: 'Create a session before sending audio.',
};

/** Changes that name only these come with every move of a slider, and get no answer. */
const SILENT_KEYS: readonly string[] = ['portrait', 'compositor', 'mouth_metadata'];

const isAnswered = (config: unknown): boolean =>
  !isRecord(config) || Object.keys(config).some(key => !SILENT_KEYS.includes(key));

/** Dialogue of `/v1/avatar/realtime`. */
export class NativeDialogue implements Dialogue {
  readonly #deps: NativeDeps;
  readonly #commands: CommandQueue;
  readonly #gone = new AbortController();
  #state: State = { at: 'none' };
  /** Aborted as soon as a cancel arrives, though it is answered in its turn. Each create starts a new one. */
  #cancelled = new AbortController();

  constructor(deps: NativeDeps) {
    this.#deps = deps;
    this.#commands = new CommandQueue(error => {
      deps.log.error('a command of a client failed', { error: String(error) });
      this.#fail(toWireFailure(error));
    });
  }

  onText(text: string): void {
    const message = readText(text);
    if (message.at === 'message') {
      if (message.type === 'session.create') this.#cancelled = new AbortController();
      if (message.type === 'session.cancel') this.#cancelled.abort();
    }
    const cancelled = this.#cancelled;
    this.#push(text.length, () => this.#answer(message, cancelled.signal));
  }

  onBinary(bytes: Uint8Array): void {
    const receivedMicros = this.#deps.clock.now();
    const { signal } = this.#cancelled;
    this.#push(bytes.length, () => this.#hear(bytes, signal, receivedMicros));
  }

  onClose(): void {
    this.#gone.abort();
    this.#commands.close();
    this.#endSession();
  }

  #push(bytes: number, work: () => Promise<void>): void {
    if (this.#commands.push(bytes, work)) return;
    this.#fail({
      code: 'backlog_full',
      message: 'Too many messages are waiting. Read the answers before sending more.',
    });
  }

  #fail(failure: WireFailure, extra: Record<string, unknown> = {}): void {
    if (this.#gone.signal.aborted) return;
    this.#deps.meter.error(PROTOCOL, failure.code);
    this.#deps.connection.sendText(errorMessage(failure, extra));
  }

  #endSession(): void {
    const state = this.#state;
    this.#state = { at: 'none' };
    if (state.at === 'lock-step') void state.source.close();
    if (state.at === 'live') state.run.close();
  }

  get #sessionId(): string | null {
    const state = this.#state;
    if (state.at === 'none') return null;
    return state.at === 'live' ? state.run.id : state.source.id;
  }

  async #answer(message: ClientText, cancelled: AbortSignal): Promise<void> {
    const { connection } = this.#deps;
    if (this.#gone.signal.aborted) return;
    if (message.at === 'invalid-json') return this.#fail({ code: 'bad_json', message: 'Invalid JSON' });
    const { type, fields } = message;
    if (type === 'session.create') return this.#create(fields, cancelled);
    if (type === 'session.cancel' || type === 'session.close') {
      const sessionId = this.#sessionId;
      if (type === 'session.close') this.#endSession();
      const answer = type === 'session.close' ? 'session.closed' : 'session.cancelled';
      return connection.sendText(JSON.stringify({ type: answer, session_id: sessionId }));
    }
    if (type === 'ping') return connection.sendText(JSON.stringify({ type: 'pong' }));
    if (type === 'session.flush') return this.#flush(cancelled);
    const state = this.#state;
    if (type === 'session.update') return this.#update(fields.config, cancelled);
    if (type === 'session.interrupt' || type === 'speech.text') {
      if (state.at !== 'none' && cancelled.aborted) return this.#fail(CANCELLED);
      if (state.at === 'live') return type === 'speech.text' ? state.run.say(fields) : state.run.interrupt();
      const hint = 'needs a session created with config.delivery "live".';
      return this.#fail({ code: 'session_required', message: `${type} ${hint}` });
    }
    this.#fail({ code: 'unsupported_message', message: `Unsupported message: ${type.slice(0, 200)}` });
  }

  async #create(fields: Readonly<Record<string, unknown>>, cancelled: AbortSignal): Promise<void> {
    this.#endSession(); // silently, and before the checks: a refused create leaves no session
    const request = await readSessionCreate(fields, this.#deps.rules);
    if ('code' in request) return this.#fail(request);
    const { delivery } = request.config;
    if (delivery !== undefined && delivery !== null && delivery !== 'live' && delivery !== 'lock-step') {
      return this.#fail({ code: 'bad_config', message: 'config.delivery must be "live" or "lock-step".' });
    }
    try {
      await (delivery === 'live' ? this.#openLive(request) : this.#openChunks(request));
    } catch (error) {
      return this.#fail(toWireFailure(error));
    }
    if (cancelled.aborted) this.#freeCancelled();
    else cancelled.addEventListener('abort', () => this.#freeCancelled(), { once: true });
  }

  /** A cancel frees what renders at once; the session itself stays, to say that it was cancelled. */
  #freeCancelled(): void {
    const state = this.#state;
    if (state.at === 'lock-step') void state.source.close();
    if (state.at === 'live') state.run.close();
  }

  async #openChunks(request: CreateRequest): Promise<void> {
    const source = await this.#deps.door.openChunks(request, this.#gone.signal);
    if (this.#gone.signal.aborted) return source.close();
    const tuning = new SessionTuning(source, request.blend);
    this.#state = { at: 'lock-step', source, tuning, chunkIndex: 0 };
    this.#deps.connection.sendText(createdMessage(source.id, request, source.facts));
  }

  async #openLive(request: CreateRequest): Promise<void> {
    const { connection, speech, clock, log, meter, door } = this.#deps;
    const session = await door.openLive(request, this.#gone.signal);
    if (this.#gone.signal.aborted) return session.close();
    const { sampleRate, channels } = request.geometry;
    const fail = (failure: WireFailure, extra?: Record<string, unknown>): void => this.#fail(failure, extra);
    const run = new LiveRun(
      session,
      { sampleRate, channels },
      { connection, speech, clock, log, meter, fail },
    );
    const tuning = new SessionTuning(session, request.blend);
    this.#state = { at: 'live', run, tuning };
    const facts = {
      ...drawingFacts(session),
      mouth: mouthFact(request, session),
      delivery: 'live',
      postprocess: tuning.echo,
      idle: request.config.idle !== false,
      turn: session.turn,
    };
    connection.sendText(createdMessage(session.id, request, facts));
    run.start();
  }

  async #update(config: unknown, cancelled: AbortSignal): Promise<void> {
    const state = this.#state;
    if (state.at === 'none') {
      return this.#fail({ ...NO_SESSION, message: 'Create a session before updating it.' });
    }
    if (cancelled.aborted) return this.#fail(CANCELLED);
    const failure = await state.tuning.update(config).catch(toWireFailure);
    if (failure !== null) return this.#fail(failure);
    if (!isAnswered(config)) return;
    const updated = { type: 'session.updated', session_id: this.#sessionId, postprocess: state.tuning.echo };
    this.#deps.connection.sendText(JSON.stringify(updated));
  }

  async #hear(bytes: Uint8Array, cancelled: AbortSignal, receivedMicros: number): Promise<void> {
    const state = this.#state;
    if (this.#gone.signal.aborted) return;
    if (state.at === 'none') return this.#fail(NO_SESSION);
    if (cancelled.aborted) return this.#fail(CANCELLED);
    if (state.at === 'live') {
      const live = readAudio(bytes, null);
      return 'code' in live ? this.#fail(live) : state.run.audio(live.pcm);
    }
    if (state.at !== 'lock-step') return assertNever(state);
    const { source } = state;
    const audio = readAudio(bytes, source.chunkBytes);
    if ('code' in audio) return this.#fail(audio);
    await this.#reply(state, () => source.render(audio.pcm), cancelled, receivedMicros);
  }

  async #flush(cancelled: AbortSignal): Promise<void> {
    const state = this.#state;
    if (state.at === 'none') return this.#fail(NO_SESSION);
    if (cancelled.aborted) return this.#fail(CANCELLED);
    if (state.at === 'live') return state.run.flush();
    await this.#reply(state, () => state.source.flush(), cancelled, null);
  }

  /** Metrics, then exactly one VIDX. `receivedMicros` null: a flush, which is no chunk of its own. */
  async #reply(
    state: Extract<State, { at: 'lock-step' }>,
    render: () => ReturnType<ChunkSource['render']>,
    cancelled: AbortSignal,
    receivedMicros: number | null,
  ): Promise<void> {
    const { connection, clock, meter } = this.#deps;
    const stop = AbortSignal.any([cancelled, this.#gone.signal]);
    const rendered = await whenNotStopped(render(), stop).catch(toWireFailure);
    if (rendered === 'stopped') return this.#fail(CANCELLED);
    if ('code' in rendered) return this.#fail(rendered);
    if (isTooLarge(rendered.jpegs)) {
      return this.#fail({
        code: 'runtime_error',
        message: 'The frames of one chunk exceed 50 MB. Ask for smaller chunks.',
      });
    }
    if (receivedMicros !== null) state.chunkIndex += 1;
    connection.sendText(metricsMessage(state.chunkIndex, rendered));
    await sendChunk({ connection, clock, meter, signal: this.#gone.signal }, rendered.jpegs);
    const replyMs = receivedMicros === null ? 0 : (clock.now() - receivedMicros) / 1000;
    if (receivedMicros !== null) meter.chunk({ protocol: PROTOCOL, frames: rendered.jpegs.length, replyMs });
  }
}
