/** Feeds the sound of a video file to its encoder: any rate and any pieces in, the encoder's rate and even pieces out. Knows no picture. */
import type { AudioSample, AudioSampleSource, Output } from 'mediabunny';
import { StudioError } from '../../../shared/errors.ts';
import { Resampler } from '../speech/resample.ts';
import type { NativeMedia } from './media-library.ts';

/** How sound is encoded. `sampleRate` null: as it comes. `warmUp`: samples the encoder puts before the first one. */
export type SoundProfile = {
  codec: 'aac' | 'opus' | 'pcm-s16';
  bitrate: number | null;
  sampleRate: number | null;
  warmUp: number;
};

/** Samples given to the encoder at once. */
const PIECE = 1024;

/** One track, gapless from time 0. */
export class SoundTrack {
  readonly #native: NativeMedia;
  readonly #source: AudioSampleSource;
  readonly #rate: number;
  readonly #resamplers: readonly Resampler[];
  #pending: Float32Array[];
  #toDrop: number;
  #written = 0;

  constructor(native: NativeMedia, profile: SoundProfile, sound: { sampleRate: number; channels: 1 | 2 }) {
    this.#native = native;
    this.#rate = profile.sampleRate ?? sound.sampleRate;
    this.#toDrop = profile.warmUp;
    this.#resamplers = Array.from(
      { length: sound.channels },
      () => new Resampler(sound.sampleRate, this.#rate),
    );
    this.#pending = this.#resamplers.map(() => new Float32Array(0));
    const { codec, bitrate } = profile;
    this.#source = new native.media.AudioSampleSource(
      bitrate === null ? { codec } : { codec, quality: new native.media.Quality({ bitrate }) },
    );
  }

  /** Before the output starts. */
  addTo(output: Output): void {
    output.addAudioTrack(this.#source);
  }

  /** The next sound, one array for each channel, all of one length. Waits while the encoder is behind. */
  async add(channels: readonly Float32Array[]): Promise<void> {
    if (channels.length !== this.#resamplers.length) {
      throw new StudioError(
        'internal/bug',
        `Expected ${this.#resamplers.length} channels of sound, got ${channels.length}.`,
      );
    }
    this.#hold(this.#resamplers.map((resampler, i) => resampler.push(channels[i]!)));
    await this.#writeWhile(PIECE);
  }

  /** After the last sound. */
  async finish(): Promise<void> {
    this.#hold(this.#resamplers.map(resampler => resampler.flush()));
    await this.#writeWhile(1);
  }

  #hold(planes: readonly Float32Array[]): void {
    const dropped = Math.min(this.#toDrop, planes[0]!.length);
    this.#toDrop -= dropped;
    this.#pending = this.#pending.map((held, i) => {
      const joined = new Float32Array(held.length + planes[i]!.length - dropped);
      joined.set(held);
      joined.set(planes[i]!.subarray(dropped), held.length);
      return joined;
    });
  }

  async #writeWhile(least: number): Promise<void> {
    while (this.#pending[0]!.length >= least) {
      const count = Math.min(PIECE, this.#pending[0]!.length);
      const sample = this.#sampleOf(this.#pending.map(plane => plane.subarray(0, count)));
      this.#pending = this.#pending.map(plane => plane.subarray(count));
      this.#written += count;
      await this.#source.add(sample).finally(() => sample.close());
    }
  }

  /**
   * A sample in a frame of FFmpeg's own. Plain samples would be copied into a frame that the encoder allocates anew each time
   * without freeing the last (23 MB a minute), and by the size of the first piece (@mediabunny/server 1.59).
   */
  #sampleOf(planes: readonly Float32Array[]): AudioSample {
    const { media, server, av } = this.#native;
    const frame = new av.Frame();
    frame.alloc();
    frame.format = av.AV_SAMPLE_FMT_FLTP;
    frame.nbSamples = planes[0]!.length;
    frame.sampleRate = this.#rate;
    frame.channelLayout = planes.length === 1 ? av.AV_CHANNEL_LAYOUT_MONO : av.AV_CHANNEL_LAYOUT_STEREO;
    av.FFmpegError.throwIfError(frame.allocBuffer(), 'allocate sound frame');
    planes.forEach((plane, i) => {
      frame.data![i]!.set(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength));
    });
    frame.pts = BigInt(this.#written);
    frame.timeBase = new av.Rational(1, this.#rate);
    return new media.AudioSample(new server.AvFrameAudioSampleResource(frame));
  }
}
