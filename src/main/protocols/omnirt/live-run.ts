/** One live session of one client: speech in, paced units out. Nothing thrown in here reaches the socket's own loop. */
import { z } from 'zod';
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { MediaUnit } from '../../../shared/media.ts';
import { encodeMediaUnit } from '../../../shared/native-protocol.ts';
import type { VisemeName } from '../../../shared/visemes.ts';
import type { LiveSession, MediaReader } from '../../engine/session.ts';
import type { SpeechService } from '../../speech/speech-service-contract.ts';
import type { Connection, Meter } from '../front-end.ts';
import { toWireFailure } from './error-codes.ts';
import { statsMessage } from './native-messages.ts';
import { PcmIntake } from './pcm-intake.ts';
import { type DefaultVoice, SpeakQueue } from './speak-queue.ts';
import type { WireFailure } from './wire.ts';
import { WordClock } from './word-clock.ts';

/** What a run works with. `fail` answers an error in the protocol's words. */
export type LiveDeps = {
  connection: Connection;
  speech: SpeechService;
  /** Of the avatar, for texts that name none; absent: none. */ voice?: DefaultVoice | null;
  clock: Clock;
  log: Log;
  meter: Meter;
  /** The client wants to hear what the mouth says. */ visemes?: boolean;
  fail(failure: WireFailure, extra?: Record<string, unknown>): void;
};

/** Largest unread backlog kept for a client before video is left out. */
const READER_BYTES = 8 * 1024 * 1024;
const STATS_INTERVAL_MS = 1000;

const TakeStart = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  pts_us: z.number().min(0).nullish(),
});

const ENDED: WireFailure = {
  code: 'session_not_found',
  message: 'The session was ended on the server. Create a new one.',
};

/** See NativeDialogue. */
export class LiveRun {
  readonly #session: LiveSession;
  readonly #deps: LiveDeps;
  readonly #reader: MediaReader;
  readonly #intake: PcmIntake;
  readonly #speak: SpeakQueue;
  readonly #words = new WordClock();
  readonly #closed = new AbortController();
  /** Units of older turns are not sent any more. */
  #turn: number;
  #viseme: VisemeName = 'sil';
  #droppedByPeer = 0;
  #cancelStats = (): void => {};

  constructor(session: LiveSession, pcm: { sampleRate: number; channels: number }, deps: LiveDeps) {
    this.#session = session;
    this.#deps = deps;
    this.#turn = session.turn;
    this.#intake = new PcmIntake(pcm.sampleRate, pcm.channels);
    this.#reader = session.read({ capacityBytes: READER_BYTES });
    this.#speak = new SpeakQueue(session, this.#words, deps);
  }

  /** The session's id. */
  get id(): string {
    return this.#session.id;
  }

  /** The turn that is sent now. */
  get turn(): number {
    return this.#turn;
  }

  /** Begins to send. */
  start(): void {
    void this.#pump();
    this.#tellStats();
  }

  /** PCM of the client's microphone or file, any size. */
  audio(pcm: Uint8Array): void {
    if (this.#closed.signal.aborted) return;
    const samples = this.#intake.take(pcm);
    if (samples.length === 0) return;
    if (this.#session.pushAudio({ sampleRate: 16_000, samples }) === 'accepted') {
      this.#words.pushed(samples.length / 16_000);
      return;
    }
    this.#deps.fail({
      code: 'backlog_full',
      message: 'Ten minutes of speech are waiting. Send more when some of it was spoken.',
    });
  }

  /** What only a live session can be told. */
  obey(
    order: 'speech.text' | 'session.interrupt' | 'take.start' | 'take.stop',
    fields: Readonly<Record<string, unknown>>,
  ): void {
    if (order === 'speech.text') this.#speak.add(fields);
    else if (order === 'session.interrupt') this.#interrupt();
    else if (order === 'take.start') this.#startTake(fields);
    else this.#stopTake();
  }

  /** No more speech in this turn, once the texts asked for are in. */
  flush(): void {
    this.#speak.whenDone(() => this.#session.endTurn());
  }

  #interrupt(): void {
    this.#speak.clear();
    this.#words.clear();
    this.#turn = this.#session.interrupt();
    this.#deps.connection.sendText(JSON.stringify({ type: 'session.interrupted', turn: this.#turn }));
  }

  #startTake(fields: Readonly<Record<string, unknown>>): void {
    const parsed = TakeStart.safeParse(fields);
    const { name = 'Take', pts_us: from } = parsed.data ?? {};
    const id = parsed.success ? this.#session.startTake(from ?? null, name) : null;
    if (id === null)
      this.#deps.fail({ code: 'bad_config', message: 'No take can be made of this session, or not so.' });
    else this.#deps.connection.sendText(JSON.stringify({ type: 'take.started', take_id: id }));
  }

  #stopTake(): void {
    const take = this.#session.stopTake();
    const { connection, fail } = this.#deps;
    if (take === null) fail({ code: 'bad_config', message: 'No take is being made.' });
    else
      connection.sendText(
        JSON.stringify({ type: 'take.stopped', take_id: take.id, duration_ms: Math.round(take.durationMs) }),
      );
  }

  /** Ends the session; idempotent. */
  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#cancelStats();
    this.#speak.clear();
    void this.#reader.close();
    void this.#session.close();
  }

  async #pump(): Promise<void> {
    try {
      for (;;) {
        const unit = await this.#reader.next(this.#closed.signal);
        if (this.#closed.signal.aborted) return;
        if (unit === null) return this.#endedElsewhere();
        if (unit.turn >= this.#turn) this.#send(unit);
      }
    } catch (error) {
      this.#deps.log.warn('a live session stopped sending', { sessionId: this.id, error: String(error) });
      this.#deps.fail(toWireFailure(error));
    }
  }

  /** From the server's own page, for instance: a client that is not told would go on talking to nobody. */
  #endedElsewhere(): void {
    this.close();
    this.#deps.fail(ENDED);
  }

  #send(unit: MediaUnit): void {
    const { connection, meter } = this.#deps;
    const { turn, pts } = unit;
    if (unit.kind === 'audio') {
      const { sampleRate, samples } = unit.pcm;
      for (const spoken of this.#words.played(samples.length / sampleRate, pts)) {
        connection.sendText(JSON.stringify({ type: 'speech.words', turn, ...spoken }));
      }
    }
    if (unit.kind === 'video' && this.#deps.visemes === true) this.#tellViseme(unit.viseme ?? 'sil', unit);
    const message = encodeMediaUnit(unit);
    if (typeof message === 'string') connection.sendText(message);
    else if (connection.sendBinary(message, { droppable: unit.kind === 'video' })) {
      if (unit.kind === 'video') meter.liveFrame();
    } else {
      this.#droppedByPeer += 1;
      meter.dropped(1);
    }
  }

  /** Told where it changes: it lasts until the next one. */
  #tellViseme(name: VisemeName, { turn, pts }: MediaUnit): void {
    if (name === this.#viseme) return;
    this.#viseme = name;
    this.#deps.connection.sendText(JSON.stringify({ type: 'viseme', name, turn, pts_us: pts }));
  }

  #tellStats(): void {
    const { clock, connection } = this.#deps;
    this.#cancelStats = clock.after(STATS_INTERVAL_MS, () => {
      if (this.#closed.signal.aborted) return;
      const dropped = this.#reader.dropped + this.#droppedByPeer;
      const facts = { turn: this.#turn, dropped, queuedBytes: connection.queuedBytes };
      connection.sendText(statsMessage(this.#session.stats, facts));
      this.#tellStats();
    });
  }
}
