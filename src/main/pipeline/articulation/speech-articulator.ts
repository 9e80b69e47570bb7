/** PCM to speech frames by the streaming network. Any pieces give the same frames to the bit. Knows no blendshapes, no time of day. */

import { VISEME_NAMES } from '../../../shared/visemes.ts';
import { LogMelStream } from '../features/log-mel.ts';
import type { FloatTensor, TensorSession } from '../inference/tensor-session.ts';
import type { ArticulationDescription, ArticulationModel } from './articulation-description.ts';
import { LoudnessFollower } from './loudness-follower.ts';
import { CURVE, CURVE_NAMES, SPEECH_FRAME_SIZE, type SpeechFrameSink } from './speech-frame.ts';

type States = Record<string, FloatTensor>;
type Outputs = Readonly<Record<string, FloatTensor>>;

/**
 * Steps given to the network at once: a run of many costs a quarter a step of a run of one. The runtime multiplies one row
 * otherwise than several, and very many otherwise again; between these two every run gives the same bits.
 */
const FEWEST = 2;
const MOST = 16;

/**
 * One stream of speech. `push` and `flush` must not overlap: await each before the next.
 * Frame i of a stream is centred on its sample 160·i and comes out `lookAheadMs` later.
 */
export class SpeechArticulator {
  readonly #session: TensorSession;
  readonly #description: ArticulationDescription;
  readonly #features: LogMelStream;
  readonly #loudness = new LoudnessFollower();
  readonly #frame = new Float32Array(SPEECH_FRAME_SIZE);
  readonly #stepSize: number;
  /** Normalised frames the network's state does not know yet: whole steps, then the beginning of one. */
  readonly #waiting: Float32Array;
  #waitingFrames = 0;
  /** Whole steps among them whose frames were handed out: a step that came alone is run again with the next one. */
  #handedOut = 0;
  #measured = new Float32Array(0);
  #last: Float32Array;
  #levels: number[] = [];
  #states: States = {};
  #samples = 0;
  #stepsRun = 0;
  #emitted = 0;
  #streams = 0;

  constructor(model: ArticulationModel) {
    this.#session = model.session;
    this.#description = model.description;
    const { bands } = model.description.features;
    this.#features = new LogMelStream(model.description.features, model.description.normaliser);
    this.#stepSize = model.description.framesPerStep * bands;
    this.#waiting = new Float32Array(MOST * this.#stepSize);
    this.#last = new Float32Array(bands);
    this.restart(false);
  }

  /** Frames handed out since the stream began. */
  get emitted(): number {
    return this.#emitted;
  }

  /** Begins a new stream; `keepSpeaker` keeps what the normaliser and the loudness learnt. */
  restart(keepSpeaker: boolean): void {
    if (keepSpeaker) this.#features.restart();
    else this.#features.reset();
    this.#loudness.restart(keepSpeaker);
    this.#levels = [];
    this.#last.fill(0);
    this.#streams++;
    this.#waitingFrames = 0;
    this.#handedOut = 0;
    this.#samples = 0;
    this.#stepsRun = 0;
    this.#emitted = 0;
    this.#states = Object.fromEntries(
      this.#description.tensors.states.map(({ input, shape }) => [
        input,
        { dims: shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) },
      ]),
    );
  }

  /** Takes samples of 16 kHz speech and hands out every frame that became final. */
  async push(samples: Int16Array, emit: SpeechFrameSink): Promise<void> {
    this.#samples += samples.length;
    this.#loudness.push(samples, level => this.#levels.push(level));
    const frames = this.#room(this.#features.framesIn(samples.length));
    const count = this.#features.push(samples, frames);
    await this.#feed(frames, count, emit, Number.POSITIVE_INFINITY);
  }

  /** Ends the stream: silence follows, and the frames still missing to `wanted` since its beginning come out. */
  async flush(wanted: number, emit: SpeechFrameSink): Promise<void> {
    if (this.#samples === 0) return;
    const { framesPerStep, lookAheadFrames, features } = this.#description;
    const tail = (lookAheadFrames + framesPerStep) * features.hop + features.window;
    this.#loudness.pushSilence(tail, level => this.#levels.push(level));
    const frames = this.#room(this.#features.framesIn(tail));
    const count = this.#features.pushSilence(tail, frames);
    await this.#feed(frames, count, emit, wanted);
  }

  /**
   * Guesses the `count` frames after the final ones, as if the sound went on as it is. The stream itself is not touched.
   * Guesses are worth little beyond the look-ahead.
   */
  async guess(count: number, emit: SpeechFrameSink): Promise<void> {
    const { framesPerStep, lookAheadFrames } = this.#description;
    if (this.#samples === 0) return;
    const first = this.#stepsRun * framesPerStep - lookAheadFrames;
    const end = this.#emitted + count;
    const before = this.#handedOut;
    const steps = Math.max(FEWEST, before + Math.ceil((end - first) / framesPerStep));
    const bands = this.#last.length;
    const input = new Float32Array(steps * this.#stepSize);
    input.set(this.#waiting.subarray(0, this.#waitingFrames * bands));
    for (let i = this.#waitingFrames; i < steps * framesPerStep; i++) input.set(this.#last, i * bands);
    const outputs = await this.#run(input);
    for (let frame = Math.max(first, this.#emitted); frame < end; frame++) {
      this.#read(outputs, frame - first + before * framesPerStep, frame - this.#emitted);
      emit(this.#frame);
    }
  }

  async #feed(frames: Float32Array, count: number, emit: SpeechFrameSink, limit: number): Promise<void> {
    const { framesPerStep } = this.#description;
    const bands = this.#last.length;
    const stream = this.#streams;
    for (let i = 0; i < count; i++) {
      this.#last.set(frames.subarray(i * bands, (i + 1) * bands));
      this.#waiting.set(this.#last, this.#waitingFrames++ * bands);
      if (this.#waitingFrames === MOST * framesPerStep) await this.#runWaiting(emit, limit);
      // Begun anew meanwhile: these frames are nobody's.
      if (stream !== this.#streams) return;
    }
    await this.#runWaiting(emit, limit);
  }

  /** Runs the whole steps that wait, and hands out the frames of those that are new. */
  async #runWaiting(emit: SpeechFrameSink, limit: number): Promise<void> {
    const { framesPerStep, lookAheadFrames, tensors } = this.#description;
    const steps = Math.floor(this.#waitingFrames / framesPerStep);
    const before = this.#handedOut;
    if (steps === before) return;
    const input = this.#waiting.slice(0, Math.max(FEWEST, steps) * this.#stepSize);
    const stream = this.#streams;
    const outputs = await this.#run(input);
    if (stream !== this.#streams) return;
    if (steps < FEWEST) this.#handedOut = steps;
    else {
      this.#states = Object.fromEntries(
        tensors.states.map(({ input: name, output }) => [name, outputs[output]!]),
      );
      this.#waiting.copyWithin(0, steps * this.#stepSize);
      this.#waitingFrames -= steps * framesPerStep;
      this.#handedOut = 0;
    }
    const first = this.#stepsRun * framesPerStep - lookAheadFrames;
    this.#stepsRun += steps - before;
    for (let k = 0; k < (steps - before) * framesPerStep; k++) {
      if (first + k < 0 || first + k >= limit) continue;
      this.#read(outputs, k + before * framesPerStep, 0);
      this.#levels.shift();
      this.#emitted++;
      emit(this.#frame);
    }
  }

  #run(steps: Float32Array): Promise<Outputs> {
    const dims = [1, steps.length / this.#stepSize, this.#stepSize];
    return this.#session.run({ [this.#description.tensors.input]: { dims, data: steps }, ...this.#states });
  }

  #read(outputs: Outputs, frameOfRun: number, ahead: number): void {
    const { visemes, curves } = this.#description.tensors;
    const nv = VISEME_NAMES.length;
    const nc = CURVE_NAMES.length;
    this.#frame.set(outputs[visemes]!.data.subarray(frameOfRun * nv, (frameOfRun + 1) * nv));
    this.#frame.set(outputs[curves]!.data.subarray(frameOfRun * nc, (frameOfRun + 1) * nc), nv);
    this.#frame[CURVE.level] = this.#levels[Math.min(ahead, this.#levels.length - 1)] ?? 0;
  }

  #room(frames: number): Float32Array {
    const needed = frames * this.#last.length;
    if (this.#measured.length < needed) this.#measured = new Float32Array(needed);
    return this.#measured;
  }
}
