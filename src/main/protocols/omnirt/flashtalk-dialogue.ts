/** The FlashTalk-compatible dialogue over the same render core: init → init_ok, AUDI → one VIDX, close → close_ok. No metrics: its clients take any text after AUDI for an error. */
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { Connection, Dialogue, Meter } from '../front-end.ts';
import { isTooLarge, sendChunk } from './chunk-reply.ts';
import type { ChunkSource } from './chunk-source.ts';
import { CommandQueue } from './command-queue.ts';
import { type CreateRequest, type CreateRules, decodePicture, readCreate } from './create-request.ts';
import { toWireFailure } from './error-codes.ts';
import { BadValue, isTruthy, looseInt } from './loose-values.ts';
import { pickRuntimeUpdate } from './runtime-config.ts';
import type { SessionDoor } from './session-door.ts';
import { whenNotStopped } from './stoppable.ts';
import { type ClientText, isRecord, readAudio, readText, type WireFailure } from './wire.ts';

/** What a dialogue works with; `model` is fixed by the path. */
export type FlashTalkDeps = {
  connection: Connection;
  door: SessionDoor;
  rules: CreateRules;
  clock: Clock;
  log: Log;
  meter: Meter;
  model: 'soulx-flashtalk-14b' | 'wav2lip';
};

const PROTOCOL = 'flashtalk';
/** Clients look for "No active session" and send init again. */
const NO_SESSION = "No active session. Send 'init' first.";

const WAV2LIP_KEYS = [
  'width',
  'height',
  'fps',
  'frame_num',
  'motion_frames_num',
  'slice_len',
  'reference_mode',
  'ref_frame_dir',
  'ref_frame_metadata_path',
  'prepared_cache_dir',
  'preprocessed',
  'wav2lip_postprocess_mode',
  'mouth_metadata',
] as const;

/** Reads `init`; on the FlashTalk paths the picture size is fixed and its fields are not read. */
const readInit = (
  fields: Readonly<Record<string, unknown>>,
  model: FlashTalkDeps['model'],
  rules: CreateRules,
): CreateRequest | WireFailure => {
  const config: Record<string, unknown> = {};
  try {
    config.seed = looseInt(fields.seed, 'seed', 9999);
  } catch (error) {
    if (error instanceof BadValue) return { code: 'runtime_error', message: error.message };
    throw error;
  }
  if (model === 'wav2lip') {
    for (const key of WAV2LIP_KEYS) {
      if (fields[key] !== undefined && fields[key] !== null) config[key] = fields[key];
    }
  }
  const decoded = decodePicture(fields.ref_image);
  if ('code' in decoded) return decoded;
  const picture = { from: 'bytes' as const, bytes: decoded.bytes };
  return readCreate({ model, picture, prompt: String(fields.prompt || ''), config }, rules);
};

const initOk = (request: CreateRequest): object => {
  const { geometry } = request;
  return {
    type: 'init_ok',
    model: request.model,
    wav2lip_postprocess_mode: request.postprocessMode,
    frame_num: geometry.frameNum,
    motion_frames_num: geometry.motionFramesNum,
    slice_len: geometry.sliceLen,
    fps: geometry.fps,
    height: geometry.height,
    width: geometry.width,
    chunk_samples: geometry.chunkSamples,
    reference_mode: request.referenceMode,
    template_mode: request.templateMode,
    preprocessed: request.preprocessed,
    lookahead_chunks: 0,
    preload: null,
  };
};

/** Dialogue of `/` and the `flashtalk` and `wav2lip` paths. */
export class FlashTalkDialogue implements Dialogue {
  readonly #deps: FlashTalkDeps;
  readonly #commands: CommandQueue;
  readonly #gone = new AbortController();
  #source: ChunkSource | null = null;

  constructor(deps: FlashTalkDeps) {
    this.#deps = deps;
    this.#commands = new CommandQueue(error => {
      deps.log.error('a command of a client failed', { error: String(error) });
      this.#fail(toWireFailure(error));
    });
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
    void this.#source?.close();
    this.#source = null;
  }

  async #answer(message: ClientText): Promise<void> {
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
    const request = readInit(fields, model, rules);
    if ('code' in request) return this.#fail(request);
    try {
      const source = await door.openChunks(request, this.#gone.signal);
      if (this.#gone.signal.aborted) return source.close();
      this.#source = source;
    } catch (error) {
      return this.#fail(toWireFailure(error));
    }
    this.#send(initOk(request));
  }

  #updateConfig(config: unknown): void {
    const given = isTruthy(config) ? config : {};
    if (this.#source === null) this.#fail({ message: NO_SESSION });
    else if (isRecord(given)) this.#send({ type: 'config_ok', updated: pickRuntimeUpdate(given) });
    else this.#fail({ message: 'config must be an object' });
  }

  async #hear(bytes: Uint8Array, receivedMicros: number): Promise<void> {
    const source = this.#source;
    if (source === null) return this.#fail({ message: NO_SESSION });
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
