/** How loud the voice is against its own usual loudness, 0..1 a frame. Streaming, exact for pieces of any size. Knows no phones. */
import { FRAME_SAMPLES } from './speech-frame.ts';

const SILENCE_DB = -60;
/** Below the reference by this much a frame counts as silent. */
const RANGE_DB = 28;
/** The reference falls by this much a frame (3 dB a second), so that a quiet speaker is followed within seconds. */
const LEAK_DB = 0.03;
const START_DB = -26;

/** Loudness of consecutive frames of 160 samples, frame i centred on sample 160·i. */
export class LoudnessFollower {
  #energies: [number, number] = [0, 0];
  #sum = 0;
  #filled = FRAME_SAMPLES / 2;
  #reference = START_DB;

  /** Begins a new stream; `keepSpeaker` keeps what is known of the speaker's loudness. */
  restart(keepSpeaker: boolean): void {
    this.#energies = [0, 0];
    this.#sum = 0;
    this.#filled = FRAME_SAMPLES / 2;
    if (!keepSpeaker) this.#reference = START_DB;
  }

  /** Hands out the level of every frame that `samples` complete, 80 samples after the frame's centre. */
  push(samples: Int16Array, emit: (level: number) => void): void {
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i]! / 32768;
      this.#take(x * x, emit);
    }
  }

  /** The same for silence after the stream. */
  pushSilence(samples: number, emit: (level: number) => void): void {
    for (let i = 0; i < samples; i++) this.#take(0, emit);
  }

  #take(square: number, emit: (level: number) => void): void {
    this.#sum += square;
    if (++this.#filled < FRAME_SAMPLES) return;
    // Three frames, the newest counting fully: short enough to follow syllables, long enough not to follow pitch.
    const [older, old] = this.#energies;
    const power = (0.5 * older + old + this.#sum) / (2.5 * FRAME_SAMPLES);
    this.#energies = [old, this.#sum];
    this.#sum = 0;
    this.#filled = 0;
    const db = Math.max(SILENCE_DB, 10 * Math.log10(power + 1e-9));
    this.#reference = Math.max(this.#reference - LEAK_DB, db, SILENCE_DB + RANGE_DB);
    emit(Math.min(1, Math.max(0, 1 + (db - this.#reference) / RANGE_DB)));
  }
}
