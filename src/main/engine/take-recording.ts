/** A take of a live session: everything that is heard from a moment on, with its pauses, kept as a session of its own. Knows no disk. */
import type { LookChange } from '../../shared/look-change.ts';
import {
  frameMicros,
  MICROS_PER_SECOND,
  type Micros,
  type PcmChunk,
  SPEECH_RATE,
} from '../../shared/media.ts';
import type { SessionStats } from './session.ts';

/** Where a take is written down; calls never throw and never wait. */
export type TakeJournal = {
  opened(): void;
  audio(pcm: PcmChunk): void;
  changed(change: LookChange): void;
  closed(stats: SessionStats): void;
};

/** Pauses are written in pieces of this length, so that a long one never waits in memory. */
const PAUSE_MICROS: Micros = 1_000_000;
/** Rounding of times is no pause. */
const JOINS_MICROS: Micros = 2_000;

/** Written from construction on; `end` once. Times are µs on the session's clock. */
export class TakeRecording {
  readonly id: string;
  readonly #journal: TakeJournal;
  readonly #startMicros: Micros;
  readonly #fps: number;
  #endMicros: Micros;
  #sampleRate = SPEECH_RATE;
  #heardMicros: Micros = 0;

  constructor(id: string, journal: TakeJournal, at: { startMicros: Micros; fps: number }) {
    this.id = id;
    this.#journal = journal;
    this.#startMicros = this.#endMicros = at.startMicros;
    this.#fps = at.fps;
    journal.opened();
  }

  /** Sound that is heard from `pts` on. */
  add(pts: Micros, pcm: PcmChunk): void {
    this.#sampleRate = pcm.sampleRate;
    if (pts - this.#endMicros > JOINS_MICROS) this.#pause(pts);
    this.#journal.audio(pcm);
    const micros = (pcm.samples.length * MICROS_PER_SECOND) / pcm.sampleRate;
    this.#heardMicros += micros;
    this.#endMicros = Math.max(this.#endMicros, pts) + micros;
  }

  /** Time goes on in silence. */
  pass(pts: Micros): void {
    if (pts - this.#endMicros >= PAUSE_MICROS) this.#pause(pts);
  }

  /** The look was changed at `pts`. */
  change(pts: Micros, change: LookChange): void {
    this.#journal.changed({ ...change, atMs: Math.max(0, pts - this.#startMicros) / 1000 });
  }

  /** Nothing more belongs to it; gives its length, ms. */
  end(pts: Micros): number {
    if (pts > this.#endMicros) this.#pause(pts);
    const micros = this.#endMicros - this.#startMicros;
    this.#journal.closed({
      framesSent: Math.round(micros / frameMicros(1, this.#fps)),
      framesDropped: 0,
      audioMicros: this.#heardMicros === 0 ? 0 : micros,
      bytesSent: 0,
      errors: 0,
      inferMsPerFrame: 0,
      encodeMsPerFrame: 0,
    });
    return micros / 1000;
  }

  #pause(until: Micros): void {
    while (until > this.#endMicros) {
      const micros = Math.min(PAUSE_MICROS, until - this.#endMicros);
      const samples = new Int16Array(Math.round((micros * this.#sampleRate) / MICROS_PER_SECOND));
      if (samples.length > 0) this.#journal.audio({ sampleRate: this.#sampleRate, samples });
      this.#endMicros += micros;
    }
  }
}
