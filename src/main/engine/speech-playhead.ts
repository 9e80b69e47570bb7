/** Decides, frame by frame, what part of the speech each frame of a live session shows. Pure state, no clock, no engine. */
import type { Micros, PcmChunk } from '../../shared/media.ts';
import type { Utterance } from '../../shared/speech.ts';
import { SpeechBacklog } from './speech-backlog.ts';

/** What one frame does. `feed` goes to the engine before the frame is drawn; `flush` ends the stream there. */
export type FrameStep = {
  stream: number;
  speechMicros: Micros | null;
  feed: readonly Utterance[];
  flush: boolean;
  audio: readonly PcmChunk[];
  mark: 'speech-start' | 'speech-end' | null;
};

/** Times, µs. `lookAhead`: what the articulation wants to hear beyond a frame; `start`: speech gathered before an unphoned stream begins. */
export type PlayheadLimits = {
  maxBacklog: Micros;
  lookAhead: Micros;
  start: Micros;
  feedAhead: Micros;
  tail: Micros;
  /** A stream that starves this long counts as ended. */ starve: Micros;
};

/** Defaults: network look-ahead 120 ms; 10 minutes of backlog. */
export const DEFAULT_PLAYHEAD_LIMITS: PlayheadLimits = {
  maxBacklog: 600_000_000,
  lookAhead: 125_000,
  start: 240_000,
  feedAhead: 600_000,
  tail: 240_000,
  starve: 320_000,
};

/** Limits for a renderer that wants to hear `lookAhead` µs beyond a frame's time, where that is more than the articulation's own. */
export const playheadLimits = (lookAhead: Micros): PlayheadLimits => {
  const more = Math.max(0, lookAhead - DEFAULT_PLAYHEAD_LIMITS.lookAhead);
  const { lookAhead: own, start, starve } = DEFAULT_PLAYHEAD_LIMITS;
  return { ...DEFAULT_PLAYHEAD_LIMITS, lookAhead: own + more, start: start + more, starve: starve + more };
};

/** The state machine idle → playing → (tail) → idle, one stream at a time; speech that comes after a flush waits for the next stream. */
export class SpeechPlayhead {
  readonly #limits: PlayheadLimits;
  #stream = 1;
  #backlog: SpeechBacklog;
  #next: { backlog: SpeechBacklog; ended: boolean } | null = null;
  #ended = false;
  #flushed = false;
  #position: Micros | null = null;
  #starvedMicros: Micros = 0;

  constructor(limits: PlayheadLimits = DEFAULT_PLAYHEAD_LIMITS) {
    this.#limits = limits;
    this.#backlog = new SpeechBacklog(limits.maxBacklog);
  }

  /** The engine's number of the stream that plays now. */
  get stream(): number {
    return this.#stream;
  }

  /** True while speech or its tail plays or waits. */
  get busy(): boolean {
    return this.#position !== null || this.#backlog.endMicros > 0;
  }

  /** Unplayed speech, µs. */
  get waitingMicros(): Micros {
    const next = this.#next?.backlog.endMicros ?? 0;
    return this.#backlog.endMicros - this.#backlog.playedMicros + next;
  }

  /** Appends speech. Where it will play, relative to the first sample of its stream, is `startMicros`. */
  push(utterance: Utterance): 'accepted' | 'full' {
    if (this.#flushed) {
      this.#next ??= { backlog: new SpeechBacklog(this.#limits.maxBacklog), ended: false };
      this.#next.ended = false;
      return this.#next.backlog.push(utterance);
    }
    this.#ended = false;
    return this.#backlog.push(utterance);
  }

  /** No more speech is coming: the tail may play without waiting for look-ahead. */
  endTurn(): void {
    if (this.#next !== null) this.#next.ended = true;
    else this.#ended = true;
  }

  /** Forgets everything. */
  interrupt(): void {
    this.#next = null;
    this.#startStream();
  }

  /** The next frame, `frameMicros` long. */
  step(frameMicros: Micros): FrameStep {
    const idle: FrameStep = {
      stream: this.#stream,
      speechMicros: null,
      feed: [],
      flush: false,
      audio: [],
      mark: null,
    };
    let mark: FrameStep['mark'] = null;
    if (this.#position === null) {
      if (!this.#mayStart()) return idle;
      this.#position = 0;
      mark = 'speech-start';
    }
    const position = this.#position;
    if (!this.#ended && !this.#certainAt(position + frameMicros)) {
      this.#starvedMicros += frameMicros;
      if (this.#starvedMicros >= this.#limits.starve) this.#ended = true;
      return { ...idle, mark };
    }
    this.#starvedMicros = 0;
    if (position >= this.#backlog.endMicros + this.#limits.tail) {
      this.#startStream();
      return { ...idle, mark: 'speech-end' };
    }
    const feed = this.#backlog.takeFeed(position + this.#limits.feedAhead);
    const flush = this.#ended && !this.#flushed && this.#backlog.fedAll;
    if (flush) this.#flushed = true;
    const audio = this.#backlog.takeAudio(position + frameMicros);
    this.#position = position + frameMicros;
    return { stream: this.#stream, speechMicros: position, feed, flush, audio, mark };
  }

  #mayStart(): boolean {
    const { endMicros } = this.#backlog;
    if (endMicros === 0) {
      this.#ended = false;
      return false;
    }
    return (
      this.#ended ||
      this.#backlog.certainMicros(this.#limits.lookAhead) + this.#limits.lookAhead >= this.#limits.start
    );
  }

  #certainAt(micros: Micros): boolean {
    return micros <= this.#backlog.certainMicros(this.#limits.lookAhead);
  }

  #startStream(): void {
    this.#stream += 1;
    this.#backlog = this.#next?.backlog ?? new SpeechBacklog(this.#limits.maxBacklog);
    this.#ended = this.#next?.ended ?? false;
    this.#next = null;
    this.#flushed = false;
    this.#position = null;
    this.#starvedMicros = 0;
  }
}
