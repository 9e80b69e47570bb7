/** Hears the speech of a session and gives each frame the encoder states about it. Knows no faces and no pictures. */
import { MICROS_PER_SECOND, type Micros, SPEECH_RATE } from '../../../../shared/media.ts';
import { FrameRing } from '../../articulation/frame-ring.ts';
import { WHISPER_BANDS, WhisperMelStream } from '../../features/whisper-mel.ts';
import { SilenceGate } from '../../patch/silence-gate.ts';
import type { Ear } from '../renderer.ts';
import { MelWindow } from './mel-window.ts';
import {
  CONTEXT_SIZE,
  MEL_FRAMES,
  type MuseTalkNetworks,
  STATE_LAYERS,
  STATE_WIDTH,
  WINDOW_STATES,
} from './musetalk-networks.ts';
import { positionalEncoding } from './positional-encoding.ts';

const STATES_PER_SECOND = 50;
const SAMPLES_PER_STATE = SPEECH_RATE / STATES_PER_SECOND;
const MICROS_PER_STATE = MICROS_PER_SECOND / STATES_PER_SECOND;
const STATE_SIZE = STATE_LAYERS * STATE_WIDTH;
/**
 * States a frame is given: its own two and those of two frames of 1/25 s on either side
 * (musetalk/utils/audio_processor.py: state ⌊50·t⌋ − 4 to + 5, zeros beyond both ends of the speech).
 */
const STATES_BEFORE = 4;
const STATES_AFTER = 5;
/** States of one run of the encoder: those of four frames. The grid stands still, so that the pieces the speech came in change nothing. */
const BLOCK = 8;
/** Mel frames heard beyond a block before it counts: 2 reach into its last state by convolution, the rest (70 ms) is for attention. */
const MEL_BEYOND = 9;
/** Windows begin at a multiple of this, so that their states stay comparable; beyond the first 30 s they hold 20 to 30 s. */
const MEL_STEP = 1000;
/** Mel kept at most while frames are not drawn: ten minutes. */
const MEL_KEPT = 60_000;
/** States kept behind the frame drawn last. */
const STATES_KEPT = 50;
/** A frame this far beyond the known states: what lies between was skipped and is not computed any more. */
const SKIP = 4 * BLOCK;

/** Speech needed beyond a frame's time in the worst case, ms: its last state, the block that ends in, what is heard beyond and half a window of mel. */
export const LOOK_AHEAD_MS = (STATES_AFTER + BLOCK) * 20 + (MEL_BEYOND + 1) * 10;

const POSITIONS = positionalEncoding(CONTEXT_SIZE / STATE_WIDTH, STATE_WIDTH);
const SILENT_STATE = new Float32Array(STATE_SIZE);

const stateAt = (micros: Micros): number => Math.floor((micros + 10) / MICROS_PER_STATE);

/** One stream at a time, as Ear has it. `ensure` computes, `contextAt` reads. */
export class SpeechContext implements Ear {
  readonly #hearMel: MuseTalkNetworks['hear'];
  readonly #stream = new WhisperMelStream();
  readonly #gate = new SilenceGate();
  readonly #mel = new FrameRing(WHISPER_BANDS);
  /** Frames that hold the end of the speech known so far, as if silence followed. */ readonly #tail =
    new FrameRing(WHISPER_BANDS);
  readonly #states = new FrameRing(STATE_SIZE);
  /** States beyond the final ones, as if the speech ended here. */ readonly #guess = new FrameRing(
    STATE_SIZE,
  );
  readonly #window = new MelWindow(MEL_FRAMES);
  #guessed = -1;
  #samples = 0;
  #ended = false;
  #settledMicros: Micros = 0;
  #epoch = 0;

  constructor(hear: MuseTalkNetworks['hear']) {
    this.#hearMel = hear;
  }

  get finalMicros(): Micros {
    return Math.max(this.#settledMicros, (this.#finalStates() - STATES_AFTER) * MICROS_PER_STATE);
  }

  hear(pcm16k: Int16Array): void {
    this.#ended = false;
    this.#samples += pcm16k.length;
    this.#gate.push(pcm16k);
    this.#stream.push(pcm16k, () => this.#mel.append());
    this.#mel.dropBefore(this.#mel.end - MEL_KEPT);
  }

  endTurn(): void {
    this.#ended = true;
    this.#settledMicros = (this.#samples / SPEECH_RATE) * MICROS_PER_SECOND;
  }

  reset(): void {
    this.#epoch++;
    this.#stream.reset();
    this.#gate.reset();
    this.#mel.clear(0);
    this.#window.reset();
    this.#states.clear(0);
    this.#guess.clear(0);
    this.#guessed = -1;
    this.#samples = 0;
    this.#ended = false;
    this.#settledMicros = 0;
  }

  /** 0 in a pause of the speech to 1, eased. */
  voiceAt(micros: Micros): number {
    return this.#gate.openAt(micros);
  }

  /** Computes what the frames from `fromMicros` to `toMicros` (begin of the last) need and is known. */
  async ensure(fromMicros: Micros, toMicros: Micros): Promise<void> {
    const epoch = this.#epoch;
    const from = Math.max(0, stateAt(fromMicros) - STATES_BEFORE);
    const until = stateAt(toMicros) + STATES_AFTER + 1;
    if (from > this.#states.end + SKIP) this.#states.clear(Math.floor(from / BLOCK) * BLOCK);
    const final = this.#finalStates();
    while (this.#states.end < Math.min(until, final) && epoch === this.#epoch) {
      const end = Math.min(final, (Math.floor(this.#states.end / BLOCK) + 1) * BLOCK);
      await this.#encode(end, 2 * end + MEL_BEYOND, this.#states);
    }
    const spoken = Math.floor(this.#samples / SAMPLES_PER_STATE);
    if (
      this.#states.end < Math.min(until, spoken) &&
      this.#guessed !== this.#samples &&
      epoch === this.#epoch
    ) {
      this.#guess.clear(this.#states.end);
      await this.#encode(spoken, Number.POSITIVE_INFINITY, this.#guess);
      this.#guessed = this.#samples;
    }
    this.#states.dropBefore(from - STATES_KEPT);
    this.#mel.dropBefore(this.#windowStart(2 * this.#states.end));
    this.#gate.dropBefore(fromMicros);
  }

  /** Writes the context of the frame at `micros`, [50, 384] with positions added, to `out` at `offset`. */
  contextAt(micros: Micros, out: Float32Array, offset: number): void {
    const first = stateAt(micros) - STATES_BEFORE;
    for (let i = 0; i <= STATES_BEFORE + STATES_AFTER; i++)
      out.set(this.#stateOrSilence(first + i), offset + i * STATE_SIZE);
    for (let i = 0; i < CONTEXT_SIZE; i++) out[offset + i] = out[offset + i]! + POSITIONS[i]!;
  }

  #stateOrSilence(index: number): Float32Array {
    for (const ring of [this.#states, this.#guess])
      if (index >= ring.first && index < ring.end) return ring.row(index);
    return SILENT_STATE;
  }

  /** How many states need no guess: whole blocks with what is heard beyond them, or all of an ended turn. */
  #finalStates(): number {
    if (this.#ended) return Math.floor(this.#samples / SAMPLES_PER_STATE);
    return Math.max(this.#states.end, Math.floor((this.#mel.end - MEL_BEYOND) / (2 * BLOCK)) * BLOCK);
  }

  #windowStart(melEnd: number): number {
    return Math.max(0, Math.ceil((melEnd - MEL_FRAMES) / MEL_STEP) * MEL_STEP);
  }

  /** Runs the encoder on the speech up to mel frame `melEnd` (beyond the complete ones: with the tail) and appends the states before `end`. */
  async #encode(end: number, melEnd: number, into: FrameRing): Promise<void> {
    const epoch = this.#epoch;
    this.#tail.clear(this.#mel.end);
    if (melEnd > this.#mel.end) this.#stream.tail(() => this.#tail.append());
    const until = Math.min(melEnd, this.#tail.end);
    const start = this.#windowStart(until);
    this.#window.fill(this.#mel, this.#tail, start, until);
    const read = await this.#hearMel(this.#window.data);
    if (epoch !== this.#epoch) return;
    while (into.end < end) {
      const state = into.end - start / 2;
      if (state < WINDOW_STATES) read(state, into.append());
      else into.append().fill(0);
    }
  }
}
