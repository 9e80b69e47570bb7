/** What was and will be heard, on session time: levels, mouth classes and words. Knows numbers, draws nothing. */
import type { Micros } from '../../../shared/media.ts';
import type { VisemeName } from '../../../shared/visemes.ts';
import type { SpokenWord } from './live-messages.ts';

/** How wide the lips stand for a sound, as far as its waveform tells: silence, a closed or narrow sound, an open vowel, a hiss. */
export type MouthClass = 'rest' | 'narrow' | 'open' | 'hiss';

/** One bin of the timeline. `level` 0..1 on a perceptual scale. */
export type TimelineBin = { level: number; mouth: MouthClass };

/** A word on session time, µs. */
export type TimelineWord = { text: string; start: Micros; end: Micros };

/** What the mouth shows for a time, µs of the session; the newest one has no end yet, and is taken to last no longer than LONGEST_VISEME. */
export type TimelineViseme = { name: VisemeName; start: Micros; end: Micros | null };

/** Length of one bin: 20 ms. */
export const BIN_MICROS: Micros = 20_000;

const QUIET = 0.006;
/** A machine that leaves frames out leaves visemes out too: what is not known must not look as if one sound went on. */
export const LONGEST_VISEME: Micros = 400_000;
/** Over half a minute of the quickest talk. */
const MOST_VISEMES = 800;
const HISS_CROSSINGS_PER_SECOND = 5_200;
const OPEN_LEVEL = 0.085;

const MOUTHS: Readonly<Record<VisemeName, MouthClass>> = {
  aa: 'open',
  E: 'open',
  oh: 'open',
  ih: 'narrow',
  ou: 'narrow',
  PP: 'narrow',
  DD: 'narrow',
  kk: 'narrow',
  nn: 'narrow',
  RR: 'narrow',
  SS: 'hiss',
  TH: 'hiss',
  FF: 'hiss',
  CH: 'hiss',
  sil: 'rest',
};

/** The class a viseme belongs to, for its colour. */
export const mouthOf = (name: VisemeName): MouthClass => MOUTHS[name];

/** Class of a short piece of sound from its loudness and zero crossings. `crossings` per second. */
export const classify = (rms: number, crossings: number): MouthClass => {
  if (rms < QUIET) return 'rest';
  if (crossings > HISS_CROSSINGS_PER_SECOND) return 'hiss';
  return rms > OPEN_LEVEL ? 'open' : 'narrow';
};

/** Loudness on a scale the eye likes: −50 dB is 0, full scale 1. */
export const perceptualLevel = (rms: number): number =>
  Math.max(0, Math.min(1, 1 + (20 * Math.log10(Math.max(rms, 1e-6))) / 50));

/** Keeps the last `keepMs` of bins and words; older ones go. */
export class SpeechTimeline {
  readonly #keep: Micros;
  #bins = new Map<number, TimelineBin>();
  #words: TimelineWord[] = [];
  #visemes: TimelineViseme[] = [];
  #soundEnd: Micros = Number.NEGATIVE_INFINITY;
  #rest: { index: number; sum: number; crossings: number; count: number; last: number } | null = null;

  constructor(options: { keepMs?: number } = {}) {
    this.#keep = (options.keepMs ?? 12_000) * 1000;
  }

  /** Adds sound at its session time. Pieces may be of any length. */
  addSound(pts: Micros, samples: Float32Array, rate: number): void {
    for (let i = 0; i < samples.length; i++) {
      const index = Math.floor((pts + (i * 1e6) / rate) / BIN_MICROS);
      if (this.#rest === null || this.#rest.index !== index) {
        this.#store(rate);
        this.#rest = { index, sum: 0, crossings: 0, count: 0, last: this.#rest?.last ?? 0 };
      }
      const sample = samples[i]!;
      this.#rest.sum += sample * sample;
      if (sample >= 0 !== this.#rest.last >= 0) this.#rest.crossings += 1;
      this.#rest.last = sample;
      this.#rest.count += 1;
    }
    this.#store(rate);
    this.#soundEnd = pts + (samples.length * 1e6) / rate;
    this.#forget(pts);
  }

  /** Adds the words of an utterance that begins at `pts`. */
  addWords(pts: Micros, words: readonly SpokenWord[]): void {
    for (const { text, startMs, endMs } of words)
      this.#words.push({ text, start: pts + startMs * 1000, end: pts + endMs * 1000 });
    this.#forget(pts);
  }

  /** The mouth shows `name` from `pts` on. */
  addViseme(pts: Micros, name: VisemeName): void {
    const last = this.#visemes.at(-1);
    if (last !== undefined && last.end === null) last.end = Math.min(pts, last.start + LONGEST_VISEME);
    this.#visemes.push({ name, start: pts, end: null });
    if (this.#visemes.length > MOST_VISEMES) this.#visemes.splice(0, MOST_VISEMES / 2);
  }

  /** Visemes that touch a span, rest left out. */
  visemes(from: Micros, to: Micros): readonly TimelineViseme[] {
    return this.#visemes.filter(
      ({ name, start, end }) => name !== 'sil' && start < to && (end ?? start + LONGEST_VISEME) > from,
    );
  }

  /** Up to where the visemes are known; −∞ when none was told. */
  get visemesTo(): Micros {
    return this.#visemes.at(-1)?.start ?? Number.NEGATIVE_INFINITY;
  }

  /** The bin at a session time; silence where nothing was heard. */
  bin(pts: Micros): TimelineBin {
    return this.#bins.get(Math.floor(pts / BIN_MICROS)) ?? { level: 0, mouth: 'rest' };
  }

  /** Where the newest sound or word ends; −∞ when there is none. */
  get end(): Micros {
    return Math.max(this.#soundEnd, this.#words.at(-1)?.end ?? Number.NEGATIVE_INFINITY);
  }

  /** Words that touch a span. */
  words(from: Micros, to: Micros): readonly TimelineWord[] {
    return this.#words.filter(word => word.end > from && word.start < to);
  }

  /** Forgets what was to come after `pts`: speech was interrupted there. */
  cut(pts: Micros): void {
    const last = Math.floor(pts / BIN_MICROS);
    for (const index of this.#bins.keys()) if (index > last) this.#bins.delete(index);
    this.#words = this.#words
      .filter(word => word.start < pts)
      .map(word => ({ ...word, end: Math.min(word.end, pts) }));
    this.#visemes = this.#visemes
      .filter(({ start }) => start < pts)
      .map(viseme => ({ ...viseme, end: Math.min(viseme.end ?? viseme.start + LONGEST_VISEME, pts) }));
  }

  /** Forgets everything: another session begins. */
  clear(): void {
    this.#bins.clear();
    this.#words = [];
    this.#visemes = [];
    this.#soundEnd = Number.NEGATIVE_INFINITY;
    this.#rest = null;
  }

  #store(rate: number): void {
    if (this.#rest === null || this.#rest.count === 0) return;
    const rms = Math.sqrt(this.#rest.sum / this.#rest.count);
    const crossings = (this.#rest.crossings * rate) / this.#rest.count;
    this.#bins.set(this.#rest.index, { level: perceptualLevel(rms), mouth: classify(rms, crossings) });
  }

  #forget(newest: Micros): void {
    const oldest = Math.floor((newest - this.#keep) / BIN_MICROS);
    for (const index of this.#bins.keys()) {
      if (index >= oldest) break;
      this.#bins.delete(index);
    }
    if (this.#words.length > 400 || (this.#words[0]?.end ?? newest) < newest - this.#keep)
      this.#words = this.#words.filter(word => word.end >= newest - this.#keep);
  }
}
