/** Texts of a live session, spoken one after the other by the speech service. Bounded; an interruption ends them all. */
import { z } from 'zod';
import { BoundedQueue } from '../../../shared/bounded-queue.ts';
import type { Clock } from '../../../shared/clock.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { Utterance } from '../../../shared/speech.ts';
import type { LiveSession } from '../../engine/session.ts';
import type { SpeakRequest, SpeechService } from '../../speech/speech-service-contract.ts';
import { toWireFailure } from './error-codes.ts';
import type { WireFailure } from './wire.ts';
import type { WordClock } from './word-clock.ts';

const MAX_WAITING_TEXTS = 64;
const RETRY_MS = 100;

// Its own length limit is the speech service's; this one only bounds what is parsed.
const SpeechText = z.object({
  id: z.string().max(200).nullish(),
  text: z.string().max(1_000_000),
  language: z.enum(['auto', 'en', 'zh']).nullish(),
  voice: z.string().max(200).nullish(),
  rate: z.number().min(0.5).max(2).nullish(),
  pitch: z.number().min(0.5).max(2).nullish(),
});

type Task = { kind: 'say'; id: string | null; request: SpeakRequest } | { kind: 'then'; act: () => void };

/** What is taken where a text names no voice, speed or pitch; null: the service's own. */
export type DefaultVoice = { voiceId: string | null; rate: number | null; pitch: number | null };

/** Deps of the queue. */
export type SpeakDeps = {
  speech: SpeechService;
  /** Of the avatar; absent: none. */ voice?: DefaultVoice | null;
  clock: Clock;
  fail(failure: WireFailure, extra?: Record<string, unknown>): void;
};

/** See LiveRun. After the last text the turn is ended, so that its tail does not wait for more. */
export class SpeakQueue {
  readonly #session: Pick<LiveSession, 'pushSpeech' | 'endTurn'>;
  readonly #words: WordClock;
  readonly #deps: SpeakDeps;
  #tasks = this.#emptyQueue();
  #running: AbortController | null = null;

  constructor(session: Pick<LiveSession, 'pushSpeech' | 'endTurn'>, words: WordClock, deps: SpeakDeps) {
    this.#session = session;
    this.#words = words;
    this.#deps = deps;
  }

  /** Takes a `speech.text` message. */
  add(fields: Readonly<Record<string, unknown>>): void {
    const parsed = SpeechText.safeParse(fields);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue?.path.join('.') ?? 'text';
      const id = typeof fields.id === 'string' ? fields.id.slice(0, 200) : null;
      this.#deps.fail({ code: 'bad_speech', message: `speech.text ${where}: ${issue?.message}.` }, { id });
      return;
    }
    const { id = null, text, language } = parsed.data;
    const settled = this.#deps.voice;
    const voice = parsed.data.voice ?? settled?.voiceId;
    const rate = parsed.data.rate ?? settled?.rate;
    const pitch = parsed.data.pitch ?? settled?.pitch;
    const request: SpeakRequest = {
      text,
      ...(language ? { language } : {}),
      ...(voice ? { voiceId: voice } : {}),
      ...(rate ? { rate } : {}),
      ...(pitch ? { pitch } : {}),
    };
    if (!this.#push({ kind: 'say', id, request })) {
      this.#deps.fail(
        { code: 'backlog_full', message: `${MAX_WAITING_TEXTS} texts are waiting already.` },
        { id },
      );
    }
  }

  /** Calls `act` when the texts asked for so far were handed over. */
  whenDone(act: () => void): void {
    if (this.#running === null) act();
    else if (!this.#push({ kind: 'then', act })) act();
  }

  /** Forgets all texts and stops the one being spoken. */
  clear(): void {
    this.#tasks = this.#emptyQueue();
    this.#running?.abort();
    this.#running = null;
  }

  #emptyQueue(): BoundedQueue<Task> {
    return new BoundedQueue<Task>({ capacity: MAX_WAITING_TEXTS, overflow: { policy: 'refuse' } });
  }

  #push(task: Task): boolean {
    if (!this.#tasks.push(task)) return false;
    if (this.#running === null) void this.#run();
    return true;
  }

  async #run(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      if (task.kind === 'then') task.act();
      else await this.#say(task, signal);
      if (signal.aborted) return;
    }
    this.#running = null;
    this.#session.endTurn();
  }

  async #say(task: Extract<Task, { kind: 'say' }>, signal: AbortSignal): Promise<void> {
    try {
      let text: string | null = task.request.text;
      for await (const utterance of this.#deps.speech.speak(task.request, signal)) {
        await this.#handOver(task.id, text === null ? utterance : { ...utterance, text }, signal);
        text = null;
      }
    } catch (error) {
      const cancelled = error instanceof StudioError && error.code === 'request/cancelled';
      if (!signal.aborted && !cancelled) this.#deps.fail(toWireFailure(error), { id: task.id });
    }
  }

  async #handOver(id: string | null, utterance: Utterance, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#session.pushSpeech(utterance) === 'accepted') {
        const { samples, sampleRate, words } = utterance;
        return this.#words.pushed(samples.length / sampleRate, { id, words });
      }
      await new Promise<void>(resolve => this.#deps.clock.after(RETRY_MS, resolve));
    }
    throw new StudioError('request/cancelled', 'The speech was interrupted.');
  }
}
