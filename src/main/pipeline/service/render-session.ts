/** One session inside the engine process: speech in, encoded frames out, in the order of the requests. Knows no socket and no pacing. */
import { BLENDSHAPE_COUNT } from '../../../shared/blendshapes.ts';
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { FrameAsk, RenderRequest, RenderResult } from '../../../shared/engine-link.ts';
import { type Micros, SPEECH_RATE, type VideoFormat } from '../../../shared/media.ts';
import type { OptionsPatch } from '../../../shared/renderer-options/renderer-choice.ts';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { Utterance } from '../../../shared/speech.ts';
import type { Variant } from '../../../shared/variant.ts';
import type { ArticulationSource } from '../articulation/articulation-track.ts';
import { createStackedFrame, stackAlpha } from '../encoding/stacked-alpha.ts';
import { createFrameBuffer, type FrameBuffer } from '../frame-buffer.ts';
import type { FramePose, Track } from '../renderers/renderer.ts';
import { resamplePcm } from '../speech/pcm.ts';
import type { FairShare, ShareMember } from './fair-share.ts';
import { hearingOf } from './hearing.ts';
import { createPose, type PictureWalk, type WritablePose } from './pose.ts';
import { SpeakingEnvelope } from './speaking-envelope.ts';

/** Frames that are being encoded while the next ones are drawn. */
const ENCODING = 4;

/** What a session draws with; it owns the track. */
export type RenderSessionDeps = {
  track: Track;
  articulation: ArticulationSource;
  walk: PictureWalk;
  format: VideoFormat;
  jpegQuality: number;
  /** 4: frames keep their alpha, and are coded with it below them (see stacked-alpha). Default 3. */ channels?:
    | 3
    | 4;
  encode: (frame: FrameBuffer, quality: number) => Promise<Uint8Array>;
  share: FairShare;
};

type Slot = { buffer: FrameBuffer; pose: WritablePose; encoding: Promise<unknown> };

const slotsOf = (
  { format: { width, height }, channels = 3 }: Pick<RenderSessionDeps, 'format' | 'channels'>,
  batch: number,
): Slot[] =>
  Array.from({ length: ENCODING + batch - 1 }, () => ({
    buffer: createFrameBuffer(width, height, channels),
    pose: createPose(),
    encoding: Promise.resolve(),
  }));

const NOTHING: RenderResult = { jpegs: [], visemes: [], inferMs: 0, encodeMs: 0 };

/** Requests are answered one after the other, whatever order their work ends in. */
export class RenderSession implements AsyncCloseable {
  readonly #deps: RenderSessionDeps;
  readonly #member: ShareMember;
  #track: Track;
  #walk: PictureWalk;
  #hearing: ArticulationSource;
  /** Where the track's ear began to hear, when it came in the middle of a stream: its own time starts there. */
  #earFrom: Micros = 0;
  /** Made with the first frame: opening does not wait for megabytes that may never be drawn into. */
  #slots: Slot[] = [];
  #stacked: FrameBuffer | null = null;
  readonly #envelope = new SpeakingEnvelope();
  readonly #weights = new Float32Array(BLENDSHAPE_COUNT);
  #queue: Promise<unknown> = Promise.resolve();
  #turn = 0;
  /** Turns before this one are not worth drawing. */
  #since = 0;
  #drawn = 0;

  constructor(deps: RenderSessionDeps) {
    this.#deps = deps;
    this.#track = deps.track;
    this.#walk = deps.walk;
    this.#hearing = hearingOf(deps.articulation, deps.track.ear);
    this.#member = deps.share.join();
    const { width, height } = deps.format;
    if (deps.channels === 4) this.#stacked = createStackedFrame(width, height);
  }

  /** See RenderRequest. Requests of older turns give no frames. */
  render(request: RenderRequest): Promise<RenderResult> {
    const run = this.#queue.then(() => this.#render(request));
    this.#queue = run.catch(() => {});
    return run;
  }

  /** Turns before `turn` give no more frames, also in the request that is being answered. */
  interrupt(turn: number): void {
    this.#since = Math.max(this.#since, turn);
  }

  /** From the next frame on. Errors: session/bad-config. */
  configure(patch: { options?: OptionsPatch; compositor?: CompositorOptions }): void {
    this.#track.configure(patch);
  }

  /** Changes the sides of a comparison where their renderers stay; false: the tracks must be opened anew. */
  configureSides(before: readonly Variant[], after: readonly Variant[]): boolean {
    const { sides } = this.#track;
    const same =
      after.length === sides?.length && after.every((side, i) => side.renderer === before[i]?.renderer);
    if (!same) return false;
    for (const [i, { options, compositor }] of after.entries()) sides[i]!.configure({ options, compositor });
    return true;
  }

  /** Draws with another track from the next request on; the old one is closed. A renderer with an ear hears from then on. */
  async replace(track: Track, walk: PictureWalk): Promise<void> {
    const change = this.#queue.then(async () => {
      const old = this.#track;
      this.#track = track;
      this.#walk = walk;
      this.#hearing = hearingOf(this.#deps.articulation, track.ear);
      this.#earFrom = track.ear === undefined ? 0 : this.#deps.articulation.receivedMicros;
      if (old.batch !== track.batch) {
        await Promise.allSettled(this.#slots.map(slot => slot.encoding));
        this.#slots = [];
      }
      await old.close();
    });
    this.#queue = change.catch(() => {});
    await change;
  }

  async close(): Promise<void> {
    this.interrupt(Number.POSITIVE_INFINITY);
    await this.#queue;
    await Promise.allSettled(this.#slots.map(slot => slot.encoding));
    await this.#track.close();
  }

  async #render(request: RenderRequest): Promise<RenderResult> {
    if (request.turn < this.#turn || request.turn < this.#since) return NOTHING;
    if (request.turn > this.#turn) {
      this.#hearing.reset();
      this.#earFrom = 0;
      this.#turn = request.turn;
    }
    if (this.#slots.length === 0) this.#slots = slotsOf(this.#deps, this.#track.batch);
    const started = performance.now();
    let inferMs = 0;
    const work = async (job: () => void | Promise<void>): Promise<void> => {
      const before = performance.now();
      const doing = job();
      // A renderer that draws at once must not be charged for other sessions' turns.
      if (doing !== undefined) await doing;
      inferMs += performance.now() - before;
    };
    if (request.pcm !== null || request.utterance !== null || request.endTurn)
      await this.#deps.share.run(this.#member, () => work(() => this.#hear(request)));
    const encoded: Promise<Uint8Array>[] = [];
    const visemes: RenderResult['visemes'][number][] = [];
    const { batch } = this.#track;
    for (let at = 0; at < request.frames.length && request.turn >= this.#since; at += batch) {
      const slots = this.#take(Math.min(batch, request.frames.length - at));
      for (const slot of slots) await slot.encoding;
      await this.#deps.share.run(this.#member, () => work(() => this.#draw(request.frames, at, slots)));
      for (const slot of slots) {
        const { speechMicros } = request.frames[encoded.length]!;
        visemes.push(speechMicros === null ? null : this.#hearing.visemeAt(speechMicros));
        const job = this.#encode(slot.buffer);
        encoded.push(job);
        slot.encoding = job.catch(() => {});
      }
    }
    const jpegs = await Promise.all(encoded);
    // Encoding runs beside drawing: its cost is what the answer waited for beyond the drawing.
    const encodeMs = Math.max(0, performance.now() - started - inferMs);
    return { jpegs, visemes, inferMs, encodeMs };
  }

  #encode(frame: FrameBuffer): Promise<Uint8Array> {
    const { encode, jpegQuality } = this.#deps;
    if (this.#stacked === null) return encode(frame, jpegQuality);
    // Its pixels are taken before the call returns, so that one is enough.
    stackAlpha(frame, this.#stacked);
    return encode(this.#stacked, jpegQuality);
  }

  #take(count: number): Slot[] {
    return Array.from({ length: count }, () => this.#slots[this.#drawn++ % this.#slots.length]!);
  }

  async #hear({ pcm, utterance, endTurn }: RenderRequest): Promise<void> {
    if (pcm !== null) await this.#hearing.pushPcm(pcm);
    if (utterance !== null) await this.#hearUtterance(utterance);
    if (endTurn) await this.#hearing.endTurn();
  }

  async #hearUtterance(utterance: Utterance): Promise<void> {
    const pcm16k = resamplePcm(utterance.samples, utterance.sampleRate, SPEECH_RATE);
    if (utterance.phones === null) await this.#hearing.pushPcm(pcm16k);
    else await this.#hearing.pushUtterance({ pcm16k, phones: utterance.phones });
  }

  #draw(asks: readonly FrameAsk[], at: number, slots: readonly Slot[]): void | Promise<void> {
    const weights = this.#weights;
    for (const [i, { pose }] of slots.entries()) {
      const { lifeMicros, speechMicros } = asks[at + i]!;
      if (speechMicros !== null) this.#hearing.sampleAt(speechMicros, weights);
      pose.speaking = this.#envelope.next(lifeMicros, weights, speechMicros === null);
      pose.weights.set(weights);
      pose.lifeMicros = lifeMicros;
      // What an ear has not heard is no speech to its renderer.
      const from = this.#earFrom;
      pose.speechMicros = speechMicros === null || speechMicros < from ? null : speechMicros - from;
      pose.pictureIndex = this.#walk.next(lifeMicros, pose.speaking);
    }
    return this.#track.render(
      slots.map(({ pose }): FramePose => pose),
      slots.map(({ buffer }) => buffer),
    );
  }
}
