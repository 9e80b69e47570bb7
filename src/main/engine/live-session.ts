/** A session paced at its frame rate against the clock: idle life while silent, speech with its sound in step. Knows no wire. */
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { LookChange } from '../../shared/look-change.ts';
import {
  frameMicros,
  type MediaUnit,
  MICROS_PER_SECOND,
  type Micros,
  type PcmChunk,
  SPEECH_RATE,
} from '../../shared/media.ts';
import type { Utterance } from '../../shared/speech.ts';
import type { EngineLeg } from './engine-leg.ts';
import { MediaFanOut } from './media-fan-out.ts';
import type { LiveSession, MediaReader } from './session.ts';
import { SessionControls, type SessionFacts } from './session-controls.ts';
import { type FrameStep, playheadLimits, SpeechPlayhead } from './speech-playhead.ts';
import { type TakeJournal, TakeRecording } from './take-recording.ts';

/** `leadMicros`: how long before its time a frame is made; covers rendering and the reader's jitter buffer. */
export type LiveOptions = {
  clock: Clock;
  log: Log;
  leadMicros?: Micros;
  /** Frames asked of the engine and not yet back, at most; beyond it video is dropped, never sound. */ maxInFlight?: number;
  onAudio: (utterance: Utterance) => void;
  /** Whether frames come while nobody speaks; default true. */ idle?: boolean;
  /** Begins the record of a take; absent: none can be made. */ take?: (name: string) => {
    id: string;
    journal: TakeJournal;
  };
};

/** Sound stays this long for a take that begins where a client is, behind what was sent. */
const RECENT_MICROS: Micros = 2_000_000;

/** See LiveSession. Starts pacing at construction; close() ends it. */
export class Live extends SessionControls implements LiveSession {
  readonly #leg: EngineLeg;
  readonly #options: Required<Omit<LiveOptions, 'take'>> & Pick<LiveOptions, 'take'>;
  readonly #fanOut = new MediaFanOut();
  readonly #playhead: SpeechPlayhead;
  readonly #startMicros: Micros;
  #turn = 1;
  #heardMicros: Micros = 0;
  #frame = 0;
  #inFlight = 0;
  #cancelTick: () => void = () => {};
  #take: TakeRecording | null = null;
  #recent: { pts: Micros; pcm: PcmChunk }[] = [];

  constructor(leg: EngineLeg, facts: SessionFacts, options: LiveOptions) {
    super(leg, facts);
    this.#leg = leg;
    this.#playhead = new SpeechPlayhead(playheadLimits(facts.lookAheadMs * 1000));
    this.#options = { leadMicros: 120_000, maxInFlight: 4, idle: true, ...options };
    this.#startMicros = options.clock.now();
    this.#tick();
  }

  get turn(): number {
    return this.#turn;
  }

  /** The session clock now: the pts a unit has that should be shown at this moment. */
  get nowMicros(): Micros {
    return this.#options.clock.now() - this.#startMicros;
  }

  pushAudio(chunk: { sampleRate: number; samples: Int16Array }): 'accepted' | 'full' {
    return this.pushSpeech({ ...chunk, phones: null, words: [] });
  }

  pushSpeech(utterance: Utterance): 'accepted' | 'full' {
    const verdict = this.#playhead.push(utterance);
    if (verdict !== 'accepted') return verdict;
    this.#heardMicros += (utterance.samples.length * MICROS_PER_SECOND) / utterance.sampleRate;
    this.#options.onAudio(utterance);
    return verdict;
  }

  endTurn(): void {
    this.#playhead.endTurn();
  }

  interrupt(): number {
    this.#turn += 1;
    this.#playhead.interrupt();
    this.#leg.interrupt(this.#playhead.stream);
    this.#fanOut.dropBefore(this.#turn);
    this.#publish({
      turn: this.#turn,
      pts: frameMicros(this.#frame, this.format.fps),
      kind: 'mark',
      name: 'interrupted',
    });
    return this.#turn;
  }

  read(options: { capacityBytes: number }): MediaReader {
    return this.#fanOut.read(options.capacityBytes);
  }

  startTake(from: Micros | null, name: string): string | null {
    const { take } = this.#options;
    if (take === undefined || this.closed) return null;
    this.stopTake();
    const now = frameMicros(this.#frame, this.format.fps);
    const startMicros = Math.min(now, Math.max(from ?? now, now - RECENT_MICROS, 0));
    const { id, journal } = take(name);
    this.#take = new TakeRecording(id, journal, { startMicros, fps: this.format.fps });
    for (const { pts, pcm } of this.#recent) if (pts >= startMicros) this.#take.add(pts, pcm);
    return id;
  }

  stopTake(): { id: string; durationMs: number } | null {
    const take = this.#take;
    this.#take = null;
    if (take === null) return null;
    return { id: take.id, durationMs: take.end(frameMicros(this.#frame, this.format.fps)) };
  }

  override close(): Promise<void> {
    this.#cancelTick();
    this.stopTake();
    this.#fanOut.close();
    return super.close();
  }

  // What was taken in, less what waits to be heard: also right when an interruption left some unheard.
  protected override get soundMs(): number {
    return Math.max(0, this.#heardMicros - this.#playhead.waitingMicros) / 1000;
  }

  protected override changed(change: LookChange): void {
    super.changed(change);
    this.#take?.change(frameMicros(this.#frame, this.format.fps), change);
  }

  #tick(): void {
    if (this.closed) return;
    const { fps } = this.format;
    const horizon = this.nowMicros + this.#options.leadMicros;
    while (frameMicros(this.#frame, fps) <= horizon) this.#makeFrame(this.#frame++);
    const waitMicros = frameMicros(this.#frame, fps) - horizon;
    this.#cancelTick = this.#options.clock.after(Math.max(1, waitMicros / 1000), () => this.#tick());
  }

  #makeFrame(index: number): void {
    const { fps } = this.format;
    const pts = frameMicros(index, fps);
    const step = this.#playhead.step(frameMicros(index + 1, fps) - pts);
    const turn = this.#turn;
    if (step.mark !== null) this.#publish({ turn, pts, kind: 'mark', name: step.mark });
    let audioPts = pts;
    for (const pcm of step.audio) {
      this.#publish({ turn, pts: audioPts, kind: 'audio', pcm });
      this.#keep(audioPts, pcm);
      const micros = (pcm.samples.length * 1_000_000) / pcm.sampleRate;
      audioPts += Math.round(micros);
      this.tally.audioMicros += micros;
    }
    this.#take?.pass(pts);
    this.#drawFrame(step, turn, pts);
  }

  #keep(pts: Micros, pcm: PcmChunk): void {
    this.#take?.add(pts, pcm);
    this.#recent.push({ pts, pcm });
    while (this.#recent[0]!.pts < pts - RECENT_MICROS) this.#recent.shift();
  }

  #drawFrame(step: FrameStep, turn: number, pts: Micros): void {
    for (const utterance of step.feed) this.#feed(step.stream, utterance);
    const busy = this.#inFlight >= this.#options.maxInFlight;
    const wanted = this.#fanOut.size > 0 && (step.speechMicros !== null || this.#options.idle);
    const draw = wanted && !busy;
    if (wanted && busy) this.tally.framesDropped += 1;
    if (!draw && !step.flush) return;
    this.#inFlight += 1;
    const frames = draw ? [{ lifeMicros: pts, speechMicros: step.speechMicros }] : [];
    this.#leg
      .render({ turn: step.stream, pcm: null, utterance: null, endTurn: step.flush, frames })
      .then(result => {
        const bytes = result.jpegs[0];
        if (bytes === undefined || turn !== this.#turn) return;
        this.tally.rendered(result.jpegs, result.inferMs, result.encodeMs);
        const viseme = result.visemes[0] ?? null;
        this.#publish({ turn, pts, kind: 'video', codec: 'jpeg', bytes, key: true, viseme });
      }, this.#failed)
      .finally(() => {
        this.#inFlight -= 1;
      });
  }

  #feed(stream: number, utterance: Utterance): void {
    const plain = utterance.phones === null && utterance.sampleRate === SPEECH_RATE;
    this.#leg
      .render({
        turn: stream,
        pcm: plain ? utterance.samples : null,
        utterance: plain ? null : utterance,
        endTurn: false,
        frames: [],
      })
      .catch(this.#failed);
  }

  readonly #failed = (error: unknown): void => {
    if (this.closed) return;
    this.tally.errors += 1;
    this.#options.log.warn('a frame was lost', { sessionId: this.id, error: String(error) });
  };

  #publish(unit: MediaUnit): void {
    this.#fanOut.publish(unit);
  }
}
