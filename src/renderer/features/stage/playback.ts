/** Plays a live session: sound to the loudspeaker, each frame when its time is heard. Knows no socket and no canvas. */

import type { Micros } from '../../../shared/media.ts';
import type { LiveUnit } from '../../../shared/native-protocol.ts';
import { FrameQueue, type HeldFrame } from './frame-queue.ts';
import { JitterBuffer } from './jitter-buffer.ts';
import { MediaClock } from './media-clock.ts';
import { RollingFigure } from './rolling-figure.ts';
import type { SoundOut } from './sound-out.ts';
import { StreamResampler } from './stream-resampler.ts';

/** What playback needs. `decode` may fail for a broken picture: the frame is then counted as skipped. */
export type PlaybackDeps<F extends HeldFrame> = {
  sound: SoundOut | null;
  wallMs: () => number;
  decode(bytes: Uint8Array): Promise<F>;
  draw(frame: F): void;
  /** Sound with its session time, before it is heard: for the waveform. */ heardSoon(
    pts: Micros,
    samples: Float32Array,
    rate: number,
  ): void;
};

/** Figures of the last second. Offset: how far the picture is ahead of the sound heard, ms; null while silent or without sound. */
export type PlaybackFigures = {
  fps: number;
  offsetMs: number | null;
  slackMs: number | null;
  skipped: number;
  late: number;
  starvedMs: number;
};

const LONGEST_GAP: Micros = 1_500_000;
/** Frames that may wait when hurried: two that came together are both shown, one screen refresh apart. A second one was seen late. */
const HURRIED_BEHIND = 1;

/** One session's playback; `restart` makes it ready for the next. */
export class Playback<F extends HeldFrame> {
  readonly #deps: PlaybackDeps<F>;
  readonly #clock: MediaClock;
  readonly #jitter = new JitterBuffer();
  readonly #frames = new FrameQueue<F>({ capacity: 50 });
  readonly #shown = new RollingFigure(1000);
  readonly #offsets = new RollingFigure(1000);
  #resampler: {
    rate: number;
    base: Micros;
    written: number;
    next: Micros;
    resampler: StreamResampler;
  } | null = null;
  #soundEnds: Micros = Number.NEGATIVE_INFINITY;
  #turn = 0;
  #broken = 0;
  #generation = 0;
  #hurryUntilMs = Number.NEGATIVE_INFINITY;
  #unwatch: () => void = () => {};

  constructor(deps: PlaybackDeps<F>) {
    this.#deps = deps;
    this.#clock = new MediaClock(() => deps.wallMs() * 1000);
    this.#followMaster();
    this.#unwatch = deps.sound?.watch(() => this.#followMaster()) ?? (() => {});
  }

  /** Session time that is seen and heard now, or null before the first unit. */
  position(): Micros | null {
    return this.#clock.position();
  }

  /** Takes one unit from the wire; units of a turn already interrupted are dropped. */
  receive(unit: LiveUnit): void {
    if (unit.turn < this.#turn) return;
    this.#turn = unit.turn;
    this.#time(unit.kind === 'video' ? 'picture' : 'sound', unit.pts);
    if (unit.kind === 'video') void this.#video(unit.pts, unit.bytes);
    else this.#audio(unit.pts, unit.bytes, unit.sampleRate);
  }

  /** For a while frames are shown as they come, ahead of their sound: whoever moves a slider looks, and does not wait. */
  hurry(forMs: number): void {
    this.#hurryUntilMs = this.#deps.wallMs() + forMs;
  }

  /** Shows the frame whose time has come; call it once per screen refresh. Returns the play position. */
  tick(): Micros | null {
    const position = this.#clock.position();
    if (position === null) return null;
    const isHurried = this.#deps.wallMs() < this.#hurryUntilMs;
    const due = isHurried ? this.#frames.next(HURRIED_BEHIND) : this.#frames.take(position);
    if (due === null) return position;
    this.#deps.draw(due.frame);
    due.frame.close();
    const now = this.#deps.wallMs();
    this.#shown.add(now);
    const sounding = !isHurried && position < this.#soundEnds && this.#deps.sound?.state() === 'running';
    if (sounding) this.#offsets.add(now, (due.pts - position) / 1000);
    return position;
  }

  /** Speech stops now: what waits is forgotten, and so is everything of turns up to the newest seen. */
  interrupt(): void {
    this.#turn += 1;
    this.#generation += 1;
    this.#frames.clear();
    this.#deps.sound?.clear();
    this.#resampler = null;
    this.#soundEnds = Number.NEGATIVE_INFINITY;
    this.#offsets.clear();
  }

  /** A new session begins: turns, time and buffers start anew. */
  restart(): void {
    this.interrupt();
    this.#turn = 0;
    this.#clock.reset();
    this.#jitter.reset();
  }

  /** What happened in the last second, and since the start. */
  figures(): PlaybackFigures {
    const now = this.#deps.wallMs();
    const { sound } = this.#deps;
    const least = this.#jitter.least;
    return {
      fps: this.#shown.perSecond(now),
      offsetMs: this.#offsets.mean(now),
      slackMs: least === null ? null : least / 1000,
      skipped: this.#frames.skipped + this.#broken,
      late: this.#jitter.late,
      starvedMs: sound === null ? 0 : (sound.starved() * 1000) / sound.sampleRate,
    };
  }

  /** Lets go of frames and listeners; the loudspeaker is its maker's to close. */
  close(): void {
    this.#unwatch();
    this.#frames.clear();
  }

  #followMaster(): void {
    const { sound, wallMs } = this.#deps;
    this.#clock.follow(sound?.state() === 'running' ? () => sound.heardAt() : () => wallMs() * 1000);
    this.#tellLine();
  }

  #tellLine(): void {
    const { sound } = this.#deps;
    if (sound?.state() === 'running' && this.#clock.line !== null) sound.setLine(this.#clock.line);
  }

  #time(kind: 'sound' | 'picture', pts: Micros): void {
    const { sound, wallMs } = this.#deps;
    const position = this.#clock.position();
    if (position === null || Math.abs(pts - position) > LONGEST_GAP) {
      this.#clock.anchor(pts - this.#jitter.target - this.#outputLag());
      this.#jitter.reset();
      this.#tellLine();
      return;
    }
    this.#jitter.observe(kind, pts - position - this.#outputLag(), wallMs());
    const silent = position > this.#soundEnds && pts > this.#soundEnds;
    const shift = this.#jitter.advise(wallMs(), silent || sound?.state() !== 'running');
    if (shift === 0) return;
    this.#clock.shift(shift);
    this.#tellLine();
  }

  #outputLag(): Micros {
    const { sound } = this.#deps;
    return sound?.state() === 'running' ? Math.max(0, sound.renderedAt() - sound.heardAt()) : 0;
  }

  async #video(pts: Micros, bytes: Uint8Array): Promise<void> {
    const generation = this.#generation;
    try {
      const frame = await this.#deps.decode(bytes);
      if (generation === this.#generation) this.#frames.push(pts, frame);
      else frame.close();
    } catch {
      this.#broken += 1;
    }
  }

  #audio(pts: Micros, bytes: Uint8Array, rate: number): void {
    const samples = new Float32Array(bytes.length >> 1);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(i * 2, true) / 32768;
    this.#deps.heardSoon(pts, samples, rate);
    const length = (samples.length * 1e6) / rate;
    this.#soundEnds = Math.max(this.#soundEnds, pts + length);
    const { sound } = this.#deps;
    if (sound === null || sound.state() !== 'running') return;
    let line = this.#resampler;
    if (line === null || line.rate !== rate || Math.abs(pts - line.next) > 5_000) {
      line = {
        rate,
        base: pts,
        written: 0,
        next: pts,
        resampler: new StreamResampler(rate, sound.sampleRate),
      };
      this.#resampler = line;
    }
    const resampled = line.resampler.push(samples);
    const start = line.base + (line.written * 1e6) / sound.sampleRate;
    line.written += resampled.length;
    line.next = pts + length;
    sound.push(start, new Float32Array(resampled));
  }
}
