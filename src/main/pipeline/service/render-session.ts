/** One session inside the engine process: speech in, encoded frames out, in the order of the requests. Knows no socket and no pacing. */
import { BLENDSHAPE_COUNT } from '../../../shared/blendshapes.ts';
import type { CompositorOptions } from '../../../shared/compositor-options.ts';
import type { FrameAsk, RenderRequest, RenderResult } from '../../../shared/engine-link.ts';
import { SPEECH_RATE, type VideoFormat } from '../../../shared/media.ts';
import type { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import type { AsyncCloseable } from '../../../shared/scope.ts';
import type { Utterance } from '../../../shared/speech.ts';
import type { ArticulationSource } from '../articulation/articulation-track.ts';
import { createFrameBuffer, type FrameBuffer } from '../frame-buffer.ts';
import type { Track } from '../renderers/renderer.ts';
import { resamplePcm } from '../speech/pcm.ts';
import { SpeakingEnvelope } from './speaking-envelope.ts';

/** Frames that are being encoded while the next is drawn. */
const BUFFERS = 4;

/** What a session draws with; it owns the track. */
export type RenderSessionDeps = {
  track: Track;
  articulation: ArticulationSource;
  format: VideoFormat;
  jpegQuality: number;
  encode: (frame: FrameBuffer, quality: number) => Promise<Uint8Array>;
};

/** Requests are answered one after the other, whatever order their work ends in. */
export class RenderSession implements AsyncCloseable {
  readonly #deps: RenderSessionDeps;
  readonly #buffers: FrameBuffer[];
  readonly #encoding: Promise<unknown>[];
  readonly #envelope = new SpeakingEnvelope();
  readonly #weights = new Float32Array(BLENDSHAPE_COUNT);
  #queue: Promise<unknown> = Promise.resolve();
  #turn = 0;
  #drawn = 0;

  constructor(deps: RenderSessionDeps) {
    this.#deps = deps;
    const { width, height } = deps.format;
    this.#buffers = Array.from({ length: BUFFERS }, () => createFrameBuffer(width, height, 3));
    this.#encoding = this.#buffers.map(() => Promise.resolve());
  }

  /** See RenderRequest. Requests of older turns give no frames. */
  render(request: RenderRequest): Promise<RenderResult> {
    const run = this.#queue.then(() => this.#render(request));
    this.#queue = run.catch(() => {});
    return run;
  }

  /** From the next frame on. */
  configure(patch: { options?: PortraitOptions; compositor?: CompositorOptions }): void {
    this.#deps.track.configure(patch);
  }

  async close(): Promise<void> {
    await this.#queue;
    await Promise.allSettled(this.#encoding);
    await this.#deps.track.close();
  }

  async #render(request: RenderRequest): Promise<RenderResult> {
    const { articulation } = this.#deps;
    if (request.turn < this.#turn) return { jpegs: [], inferMs: 0, encodeMs: 0 };
    if (request.turn > this.#turn) {
      articulation.reset();
      this.#turn = request.turn;
    }
    const started = performance.now();
    if (request.pcm !== null) await articulation.pushPcm(request.pcm);
    if (request.utterance !== null) await this.#hear(request.utterance);
    if (request.endTurn) await articulation.endTurn();
    let inferMs = performance.now() - started;
    const encoded: Promise<Uint8Array>[] = [];
    for (const ask of request.frames) {
      const slot = this.#drawn++ % BUFFERS;
      await this.#encoding[slot];
      const before = performance.now();
      const drawing = this.#draw(ask, slot);
      // A renderer that draws at once must not be charged for other sessions' turns.
      if (drawing !== undefined) await drawing;
      inferMs += performance.now() - before;
      const frame = this.#buffers[slot]!;
      const job = this.#deps.encode(frame, this.#deps.jpegQuality);
      encoded.push(job);
      this.#encoding[slot] = job.catch(() => {});
    }
    const jpegs = await Promise.all(encoded);
    // Encoding runs beside drawing: its cost is what the answer waited for it beyond the drawing.
    const encodeMs = performance.now() - started - inferMs;
    return { jpegs, inferMs, encodeMs };
  }

  async #hear(utterance: Utterance): Promise<void> {
    const pcm16k = resamplePcm(utterance.samples, utterance.sampleRate, SPEECH_RATE);
    if (utterance.phones === null) await this.#deps.articulation.pushPcm(pcm16k);
    else await this.#deps.articulation.pushUtterance({ pcm16k, phones: utterance.phones });
  }

  #draw(ask: FrameAsk, slot: number): void | Promise<void> {
    const weights = this.#weights;
    if (ask.speechMicros !== null) this.#deps.articulation.sampleAt(ask.speechMicros, weights);
    const speaking = this.#envelope.next(ask.lifeMicros, weights, ask.speechMicros === null);
    return this.#deps.track.render({ lifeMicros: ask.lifeMicros, weights, speaking }, this.#buffers[slot]!);
  }
}
