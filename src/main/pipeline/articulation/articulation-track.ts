/**
 * The one track every renderer reads: speech in, from PCM or from timed phones, ARKit weights at any time out.
 * Knows no session, no clock and no pictures.
 */
import { BLENDSHAPE_COUNT } from '../../../shared/blendshapes.ts';
import { MICROS_PER_SECOND, type Micros, SPEECH_RATE } from '../../../shared/media.ts';
import type { TimedPhone } from '../../../shared/speech.ts';
import { VISEME_NAMES, type VisemeName } from '../../../shared/visemes.ts';
import type { ArticulationModel } from './articulation-description.ts';
import { BlendshapeMapper, CONTACT, MAPPED_FRAME_SIZE, STRONGEST } from './blendshape-mapper.ts';
import { FrameRing } from './frame-ring.ts';
import { LoudnessFollower } from './loudness-follower.ts';
import { reclaimClosures, scorePhones } from './phone-score.ts';
import { articulatePhones } from './phoneme-articulator.ts';
import { SpeechArticulator } from './speech-articulator.ts';
import { FRAME_MICROS, FRAME_SAMPLES } from './speech-frame.ts';

/** Speech in, weights out, on the time line of one stream that starts at 0. */
export type ArticulationSource = {
  /** Takes PCM, 16 kHz mono; resolves when the frames it made final can be sampled. Calls may overlap, they run in order. */
  pushPcm(samples: Int16Array): Promise<void>;
  /** Takes speech whose phones are known; it begins where the stream now ends, and its frames are final at once. */
  pushUtterance(utterance: { pcm16k: Int16Array; phones: readonly TimedPhone[] }): Promise<void>;
  /** No more speech in this turn: the tail becomes final. Later speech goes on where the stream ends. */
  endTurn(): Promise<void>;
  /** Speech received so far, µs of the stream. */ readonly receivedMicros: Micros;
  /** Before this time `sampleAt` never changes its mind, µs of the stream. */ readonly finalMicros: Micros;
  /**
   * Writes the 52 weights at `tMicros` into `out`. From finalMicros on they are a guess from what is known, and when the
   * truth comes the next samples ease into it. Times should grow; two seconds back are kept.
   */
  sampleAt(tMicros: Micros, out: Float32Array): void;
  /** What the mouth says at `tMicros`, as far as `sampleAt` knows it. */
  visemeAt(tMicros: Micros): VisemeName;
  /** Forgets speech, speaker and time line: the next speech begins at 0. */
  reset(): void;
};

/** How far behind the newest sample frames are kept, in frames of 10 ms. */
const KEPT_FRAMES = 200;
/** A guess shown at the end of a chunk turns into the truth within this time, µs. */
const EASE_MICROS = 110_000;
/** A contact that the guess missed is shown in full after this time, µs; less than a frame at 25 fps. */
const CONTACT_MICROS = 35_000;
/** Where nothing at all is known the mouth falls shut within this many frames. */
const FADE_FRAMES = 15;
/** PCM is worked through in pieces of this size, so that memory does not depend on what a caller pushes at once. */
const PIECE = 4_000;

/** A track that hears PCM through `model`. `guess: false` saves the work of guessing where nobody samples beyond finalMicros. */
export const createArticulationTrack = (
  model: ArticulationModel,
  options: { guess?: boolean } = {},
): ArticulationSource => new ArticulationTrack(model, options.guess ?? true);

const microsOf = (samples: number): Micros => Math.round((samples * MICROS_PER_SECOND) / SPEECH_RATE);

class ArticulationTrack implements ArticulationSource {
  readonly #articulator: SpeechArticulator;
  readonly #loudness = new LoudnessFollower();
  readonly #mapper: BlendshapeMapper;
  readonly #guessMapper: BlendshapeMapper;
  readonly #final = new FrameRing(MAPPED_FRAME_SIZE);
  readonly #guess = new FrameRing(MAPPED_FRAME_SIZE);
  readonly #guesses: boolean;
  readonly #frameOffset: Micros;
  #work: Promise<void> = Promise.resolve();
  #epoch = 0;
  #received = 0;
  /** Samples worked through; a PCM stream is open since #openedAt. */
  #done = 0;
  #openedAt: number | null = null;
  #settled = 0;
  #version = 0;
  /** The last sample given away, its time, and what was known then. */
  readonly #shown = new Float32Array(MAPPED_FRAME_SIZE);
  #shownAt = Number.NEGATIVE_INFINITY;
  #shownVersion = 0;
  readonly #bridge = new Float32Array(BLENDSHAPE_COUNT);
  #bridgeFrom = Number.NEGATIVE_INFINITY;
  readonly #scratch = new Float32Array(MAPPED_FRAME_SIZE);

  constructor(model: ArticulationModel, guesses: boolean) {
    this.#articulator = new SpeechArticulator(model);
    this.#mapper = new BlendshapeMapper(model.description.decoder);
    this.#guessMapper = new BlendshapeMapper(model.description.decoder);
    this.#frameOffset = model.description.frameOffsetMs * 1000;
    this.#guesses = guesses;
  }

  get receivedMicros(): Micros {
    return microsOf(this.#received);
  }

  get finalMicros(): Micros {
    if (this.#openedAt === null) return microsOf(this.#settled);
    // A time between two frames needs both.
    return Math.max(microsOf(this.#settled), (this.#final.end - 1) * FRAME_MICROS + this.#frameOffset);
  }

  pushPcm(samples: Int16Array): Promise<void> {
    this.#received += samples.length;
    const own = samples.slice();
    return this.#enqueue(async isStale => {
      if (this.#openedAt === null) {
        this.#articulator.restart(true);
        this.#openedAt = this.#done;
      }
      for (let at = 0; at < own.length && !isStale(); at += PIECE) {
        const piece = own.subarray(at, at + PIECE);
        await this.#articulator.push(piece, frame => {
          if (!isStale()) this.#mapper.next(frame, this.#final.append());
        });
        this.#done += piece.length;
      }
      if (isStale()) return;
      await this.#makeGuess(isStale);
      this.#version++;
    });
  }

  pushUtterance({ pcm16k, phones }: { pcm16k: Int16Array; phones: readonly TimedPhone[] }): Promise<void> {
    this.#received += pcm16k.length;
    return this.#enqueue(async isStale => {
      await this.#close(isStale);
      if (isStale()) return;
      const start = this.#done;
      const first = Math.round(start / FRAME_SAMPLES);
      this.#done += pcm16k.length;
      const frames = Math.round(this.#done / FRAME_SAMPLES) - first;
      const score = scorePhones(phones, pcm16k.length / 16);
      reclaimClosures(score, pcm16k);
      const levels: number[] = [];
      this.#loudness.restart(true);
      this.#loudness.push(pcm16k, level => levels.push(level));
      this.#loudness.pushSilence(2 * FRAME_SAMPLES, level => levels.push(level));
      const firstMs = (first * FRAME_SAMPLES - start) / 16 + this.#frameOffset / 1000;
      articulatePhones(
        score,
        firstMs,
        frames,
        i => levels[i] ?? 0,
        frame => this.#mapper.next(frame, this.#final.append()),
      );
      this.#settled = this.#done;
      this.#version++;
    });
  }

  endTurn(): Promise<void> {
    return this.#enqueue(isStale => this.#close(isStale));
  }

  reset(): void {
    this.#epoch++;
    this.#received = 0;
    const epoch = this.#epoch;
    const clear = (): void => {
      if (epoch !== this.#epoch) return;
      this.#articulator.restart(false);
      this.#loudness.restart(false);
      this.#mapper.reset();
      this.#final.clear(0);
      this.#guess.clear(0);
      this.#done = 0;
      this.#settled = 0;
      this.#openedAt = null;
    };
    // What is still running gives up by itself; the articulator is cleared again once it has.
    clear();
    this.#work = this.#work.then(clear);
    this.#shownAt = Number.NEGATIVE_INFINITY;
    this.#bridgeFrom = Number.NEGATIVE_INFINITY;
    this.#version++;
  }

  sampleAt(tMicros: Micros, out: Float32Array): void {
    const since = tMicros - this.#shownAt;
    if (this.#shownVersion !== this.#version && since >= 0 && since < 2 * EASE_MICROS) this.#openBridge();
    this.#read(tMicros, this.#scratch);
    const age = tMicros - this.#bridgeFrom;
    const share = age >= 0 && age < EASE_MICROS ? 0.5 + 0.5 * Math.cos((Math.PI * age) / EASE_MICROS) : 0;
    // A contact is not eased away for longer than lips need to shut: a missed p would be seen.
    const ease = share * (1 - this.#scratch[CONTACT]! * Math.min(1, age / CONTACT_MICROS));
    for (let k = 0; k < BLENDSHAPE_COUNT; k++) {
      const value = this.#scratch[k]! + ease * this.#bridge[k]!;
      out[k] = Math.min(1, Math.max(0, value));
      this.#shown[k] = out[k]!;
    }
    this.#shownAt = tMicros;
    this.#shownVersion = this.#version;
    this.#final.dropBefore(Math.floor(tMicros / FRAME_MICROS) - KEPT_FRAMES);
  }

  visemeAt(tMicros: Micros): VisemeName {
    const index = Math.max(0, Math.round((tMicros - this.#frameOffset) / FRAME_MICROS));
    const { end, first } = this.#final;
    const known = index < end ? end > first : this.#guess.end > index && this.#guess.first <= index;
    return (known && VISEME_NAMES[this.#value(index, STRONGEST)]) || 'sil';
  }

  /** What was shown last may have been a guess: the difference to what is known now fades out over the next samples. */
  #openBridge(): void {
    this.#read(this.#shownAt, this.#scratch);
    let largest = 0;
    for (let k = 0; k < BLENDSHAPE_COUNT; k++) {
      const difference = this.#shown[k]! - this.#scratch[k]!;
      this.#bridge[k] = difference;
      largest = Math.max(largest, Math.abs(difference));
    }
    // The truth itself, read again, differs by nothing; samples of a finished track stay exactly what they are.
    this.#bridgeFrom = largest > 1e-6 ? this.#shownAt : Number.NEGATIVE_INFINITY;
  }

  #read(tMicros: Micros, out: Float32Array): void {
    const position = Math.max(0, (tMicros - this.#frameOffset) / FRAME_MICROS);
    const index = Math.floor(position);
    const part = position - index;
    for (let k = 0; k < MAPPED_FRAME_SIZE; k++) {
      const from = this.#value(index, k);
      out[k] = part === 0 ? from : from + part * (this.#value(index + 1, k) - from);
    }
  }

  #value(index: number, column: number): number {
    const final = this.#final;
    if (index < final.end)
      return final.end === final.first ? 0 : final.at(Math.max(index, final.first), column);
    const guess = this.#guess;
    const known = guess.end > final.end && guess.first <= final.end ? guess : final;
    if (index < known.end) return known.at(index, column);
    if (known.end === known.first) return 0;
    const fade = Math.max(0, 1 - (index - known.end + 1) / FADE_FRAMES);
    return fade * known.at(known.end - 1, column);
  }

  /** Flushes the open PCM stream, if any, so that every frame up to the end of the received speech is final. */
  async #close(isStale: () => boolean): Promise<void> {
    if (this.#openedAt === null) return;
    const frames = Math.round(this.#done / FRAME_SAMPLES) - Math.round(this.#openedAt / FRAME_SAMPLES);
    await this.#articulator.flush(frames, frame => {
      if (!isStale()) this.#mapper.next(frame, this.#final.append());
    });
    if (isStale()) return;
    this.#openedAt = null;
    this.#settled = this.#done;
    this.#guess.clear(this.#final.end);
    this.#version++;
  }

  async #makeGuess(isStale: () => boolean): Promise<void> {
    this.#guess.clear(this.#final.end);
    if (!this.#guesses) return;
    this.#guessMapper.copyFrom(this.#mapper);
    const count = Math.ceil(this.#done / FRAME_SAMPLES) + 1 - this.#final.end;
    await this.#articulator.guess(count, frame => {
      if (!isStale()) this.#guessMapper.next(frame, this.#guess.append());
    });
  }

  #enqueue(job: (isStale: () => boolean) => Promise<void>): Promise<void> {
    const epoch = this.#epoch;
    const isStale = (): boolean => epoch !== this.#epoch;
    const run = this.#work.then(() => (isStale() ? undefined : job(isStale)));
    this.#work = run.catch(() => {});
    return run;
  }
}
