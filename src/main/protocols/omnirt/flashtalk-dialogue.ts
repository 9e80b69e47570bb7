/** The FlashTalk-compatible dialogue over the same render core: init → init_ok, AUDI → one VIDX, close → close_ok. No metrics: its clients take any text after AUDI for an error. */
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { Connection, Dialogue, Meter } from '../front-end.ts';
import { isTooLarge, sendChunk } from './chunk-reply.ts';
import type { ChunkSource } from './chunk-source.ts';
import { CommandQueue } from './command-queue.ts';
import type { CreateRules } from './create-request.ts';
import { toWireFailure } from './error-codes.ts';
import { type FlashTalkModel, initOk, readInit, speaksExtensions } from './flashtalk-messages.ts';
import { isTruthy } from './loose-values.ts';
import { pickRuntimeUpdate } from './runtime-config.ts';
import type { SessionDoor } from './session-door.ts';
import { SessionTuning } from './session-tuning.ts';
import { whenNotStopped } from './stoppable.ts';
import { type ClientText, errorMessage, isRecord, readAudio, readText, type WireFailure } from './wire.ts';

/** What a dialogue works with; `model` is fixed by the path. */
export type FlashTalkDeps = {
  connection: Connection;
  door: SessionDoor;
  rules: CreateRules;
  clock: Clock;
  log: Log;
  meter: Meter;
  model: FlashTalkModel;
  /** Asked once, before the first message: why the model is not here; the socket is then closed. */ admit?: () => Promise<WireFailure | null>;
};

const PROTOCOL = 'flashtalk';
/** Clients look for "No active session" and send init again. */
const NO_SESSION = "No active session. Send 'init' first.";

/** What `config_update` may change while a session runs, beside the knobs of other models. */
const TUNING_KEYS = [
  'mouth_metadata',
  'postprocess',
  'wav2lip_postprocess_mode',
  'compositor',
  'portrait',
  'wav2lip',
  'musetalk',
];

/** Dialogue of `/` and the `flashtalk` and `wav2lip` paths. */
export class FlashTalkDialogue implements Dialogue {
  readonly #deps: FlashTalkDeps;
  readonly #commands: CommandQueue;
  readonly #gone = new AbortController();
  #session: { source: ChunkSource; tuning: SessionTuning } | null = null;

  constructor(deps: FlashTalkDeps) {
    this.#deps = deps;
    this.#commands = new CommandQueue(error => {
      deps.log.error('a command of a client failed', { error: String(error) });
      this.#fail(toWireFailure(error));
    });
    const { admit } = deps;
    if (admit !== undefined) this.#push(0, () => this.#admit(admit));
  }

  onText(text: string): void {
    const message = readText(text);
    this.#push(text.length, () => this.#answer(message));
  }

  onBinary(bytes: Uint8Array): void {
    const receivedMicros = this.#deps.clock.now();
    this.#push(bytes.length, () => this.#hear(bytes, receivedMicros));
  }

  onClose(): void {
    this.#gone.abort();
    this.#commands.close();
    this.#endSession();
  }

  #push(bytes: number, work: () => Promise<void>): void {
    if (this.#commands.push(bytes, work)) return;
    this.#fail({ code: 'backlog_full', message: 'Too many messages are waiting. Read the answers first.' });
  }

  #send(message: object): void {
    if (!this.#gone.signal.aborted) this.#deps.connection.sendText(JSON.stringify(message));
  }

  /** Message before code, as the reference writes it here; some errors have no code. */
  #fail(failure: WireFailure | { message: string }): void {
    const code = 'code' in failure ? failure.code : null;
    this.#deps.meter.error(PROTOCOL, code ?? 'no_code');
    this.#send({ type: 'error', message: failure.message, ...(code === null ? {} : { code }) });
  }

  #endSession(): void {
    void this.#session?.source.close();
    this.#session = null;
  }

  async #answer(message: ClientText): Promise<void> {
    if (this.#gone.signal.aborted) return;
    if (message.at === 'invalid-json') return this.#fail({ message: 'Invalid JSON' });
    const { type, fields } = message;
    if (type === 'init') return this.#init(fields);
    if (type === 'close') {
      this.#endSession();
      return this.#send({ type: 'close_ok' });
    }
    if (type === 'config_update') return this.#updateConfig(fields.config);
    this.#fail({ message: `Unknown message type: ${type.slice(0, 200)}` });
  }

  async #init(fields: Readonly<Record<string, unknown>>): Promise<void> {
    this.#endSession();
    const { door, rules, model } = this.#deps;
    const request = await readInit(fields, model, rules);
    if ('code' in request) return this.#fail(request);
    try {
      const source = await door.openChunks(request, this.#gone.signal);
      if (this.#gone.signal.aborted) return source.close();
      this.#session = { source, tuning: new SessionTuning(source, request.blend) };
      this.#send(initOk(request, speaksExtensions(fields) ? source.facts : {}));
    } catch (error) {
      this.#fail(toWireFailure(error));
    }
  }

  async #admit(admit: () => Promise<WireFailure | null>): Promise<void> {
    const refused = await admit();
    if (refused === null || this.#gone.signal.aborted) return;
    const { connection, meter } = this.#deps;
    meter.error(PROTOCOL, refused.code);
    connection.sendText(errorMessage(refused));
    connection.close(1000, 'The model is not available.');
    this.#gone.abort();
  }

  async #updateConfig(config: unknown): Promise<void> {
    const given = isTruthy(config) ? config : {};
    const session = this.#session;
    if (session === null) return this.#fail({ message: NO_SESSION });
    if (!isRecord(given)) return this.#fail({ message: 'config must be an object' });
    const updated = pickRuntimeUpdate(given);
    if (!TUNING_KEYS.some(key => given[key] !== undefined)) return this.#send({ type: 'config_ok', updated });
    const failure = await session.tuning.update(given).catch(toWireFailure);
    if (failure !== null) return this.#fail(failure);
    this.#send({ type: 'config_ok', updated: { ...updated, postprocess: session.tuning.echo } });
  }

  async #hear(bytes: Uint8Array, receivedMicros: number): Promise<void> {
    const source = this.#session?.source;
    if (this.#gone.signal.aborted) return;
    if (source === undefined) return this.#fail({ message: NO_SESSION });
    const audio = readAudio(bytes, source.chunkBytes);
    if ('code' in audio) return this.#fail(audio);
    const { connection, clock, meter } = this.#deps;
    const { signal } = this.#gone;
    const rendered = await whenNotStopped(source.render(audio.pcm), signal).catch(toWireFailure);
    if (rendered === 'stopped') return;
    if ('code' in rendered) return this.#fail(rendered);
    if (isTooLarge(rendered.jpegs)) {
      return this.#fail({ code: 'runtime_error', message: 'The frames of one chunk exceed 50 MB.' });
    }
    await sendChunk({ connection, clock, meter, signal }, rendered.jpegs);
    const replyMs = (clock.now() - receivedMicros) / 1000;
    meter.chunk({ protocol: PROTOCOL, frames: rendered.jpegs.length, replyMs });
  }
}
