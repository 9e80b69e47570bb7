/** PCM to speech frames by the streaming network. Any pieces give the same frames to the bit. Knows no blendshapes, no time of day. */

import { VISEME_NAMES } from '../../../shared/visemes.ts';
import { LogMelStream } from '../features/log-mel.ts';
import type { FloatTensor, TensorSession } from '../inference/tensor-session.ts';
import type { ArticulationDescription, ArticulationModel } from './articulation-description.ts';
import { LoudnessFollower } from './loudness-follower.ts';
import { CURVE, CURVE_NAMES, SPEECH_FRAME_SIZE, type SpeechFrameSink } from './speech-frame.ts';

type States = Record<string, FloatTensor>;

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
  /** Normalised frames waiting for a whole step. */
  readonly #step: Float32Array;
  #stepFilled = 0;
  #measured = new Float32Array(0);
  #last: Float32Array;
  #levels: number[] = [];
  #states: States = {};
  #samples = 0;
  #stepsRun = 0;
  #emitted = 0;

  constructor(model: ArticulationModel) {
    this.#session = model.session;
    this.#description = model.description;
    const { bands } = model.description.features;
    this.#features = new LogMelStream(model.description.features, model.description.normaliser);
    this.#step = new Float32Array(model.description.framesPerStep * bands);
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
    this.#stepFilled = 0;
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
    let states = this.#states;
    let first = this.#stepsRun * framesPerStep - lookAheadFrames;
    const step = this.#step.slice();
    for (let i = this.#stepFilled; i < framesPerStep; i++) step.set(this.#last, i * this.#last.length);
    const end = this.#emitted + count;
    while (first < end) {
      const outputs = await this.#run(step, states);
      states = this.#nextStates(outputs);
      for (let k = 0; k < framesPerStep; k++) {
        if (first + k < this.#emitted || first + k >= end) continue;
        this.#read(outputs, k, first + k - this.#emitted);
        emit(this.#frame);
      }
      first += framesPerStep;
      for (let i = 0; i < framesPerStep; i++) step.set(this.#last, i * this.#last.length);
    }
  }

  /** Steps are run one at a time whatever is waiting: longer runs would differ in the last bit. */
  async #feed(frames: Float32Array, count: number, emit: SpeechFrameSink, limit: number): Promise<void> {
    const { framesPerStep, lookAheadFrames } = this.#description;
    const bands = this.#last.length;
    for (let i = 0; i < count; i++) {
      this.#last.set(frames.subarray(i * bands, (i + 1) * bands));
      this.#step.set(this.#last, this.#stepFilled * bands);
      if (++this.#stepFilled < framesPerStep) continue;
      this.#stepFilled = 0;
      const outputs = await this.#run(this.#step, this.#states);
      this.#states = this.#nextStates(outputs);
      const first = this.#stepsRun++ * framesPerStep - lookAheadFrames;
      for (let k = 0; k < framesPerStep; k++) {
        if (first + k < 0 || first + k >= limit) continue;
        this.#read(outputs, k, 0);
        this.#levels.shift();
        this.#emitted++;
        emit(this.#frame);
      }
    }
  }

  #run(step: Float32Array, states: States): Promise<Readonly<Record<string, FloatTensor>>> {
    return this.#session.run({
      [this.#description.tensors.input]: { dims: [1, 1, step.length], data: step },
      ...states,
    });
  }

  #nextStates(outputs: Readonly<Record<string, FloatTensor>>): States {
    return Object.fromEntries(
      this.#description.tensors.states.map(({ input, output }) => [input, outputs[output]!]),
    );
  }

  #read(outputs: Readonly<Record<string, FloatTensor>>, frameOfStep: number, ahead: number): void {
    const { visemes, curves } = this.#description.tensors;
    const nv = VISEME_NAMES.length;
    const nc = CURVE_NAMES.length;
    this.#frame.set(outputs[visemes]!.data.subarray(frameOfStep * nv, (frameOfStep + 1) * nv));
    this.#frame.set(outputs[curves]!.data.subarray(frameOfStep * nc, (frameOfStep + 1) * nc), nv);
    this.#frame[CURVE.level] = this.#levels[Math.min(ahead, this.#levels.length - 1)] ?? 0;
  }

  #room(frames: number): Float32Array {
    const needed = frames * this.#last.length;
    if (this.#measured.length < needed) this.#measured = new Float32Array(needed);
    return this.#measured;
  }
}
