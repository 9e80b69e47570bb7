/** Turns any common sound or video file into PCM, piece by piece. Knows no session and never holds a whole file decoded. */
import { access } from 'node:fs/promises';
import type { AudioSample, Input, InputAudioTrack } from 'mediabunny';
import { StudioError } from '../../../shared/errors.ts';
import { type PcmChunk, SPEECH_RATE } from '../../../shared/media.ts';
import { loadMediaLibrary, type MediaLibrary } from '../encoding/media-library.ts';
import { mixToMono, pcmFromFloats } from './pcm.ts';
import { Resampler } from './resample.ts';

/** Where the sound is: a file, or the whole file's bytes. */
export type AudioSource = { path: string } | { bytes: Uint8Array };

/** `maxDurationS`: longer sound is refused with audio/too-long, at the start where the file tells, else on the way. */
export type DecodeOptions = { maxDurationS: number; signal?: AbortSignal };

/** A piece of sound at the file's own rate: one Float32Array for each channel, all of one length, samples −1..1. */
export type AudioBlock = { sampleRate: number; channels: readonly Float32Array[] };

/** Rates and channels of real files; a header that claims others is damaged or made to exhaust memory. */
const RATE_RANGE_HZ = { from: 2_000, to: 768_000 };
const MAX_CHANNELS = 32;

const READABLE_KINDS = 'WAV, MP3, M4A, OGG, FLAC or WebM, or a video with sound';

const unreadable = (detail: string, cause?: unknown): StudioError =>
  new StudioError(
    'audio/unreadable',
    `${detail} Use a whole, undamaged file: ${READABLE_KINDS}.`,
    cause instanceof Error ? { cause: cause.message } : {},
    { cause },
  );

const tooLong = (maxDurationS: number): StudioError =>
  new StudioError(
    'audio/too-long',
    `The sound is longer than ${maxDurationS} seconds. Cut it into shorter files.`,
    {
      maxDurationS,
    },
  );

const openInput = async (media: MediaLibrary, source: AudioSource): Promise<Input> => {
  if ('path' in source) {
    await access(source.path).catch(cause => {
      throw unreadable('The sound file does not exist or may not be read.', cause);
    });
  } else if (source.bytes.length === 0) throw unreadable('The sound file is empty.');
  return new media.Input({
    source: 'path' in source ? new media.FilePathSource(source.path) : new media.BufferSource(source.bytes),
    // Named one by one: the library's full list has playlists too, which may point at other files and hosts.
    formats: [
      media.WAVE,
      media.MP3,
      media.MP4,
      media.QTFF,
      media.OGG,
      media.FLAC,
      media.WEBM,
      media.MATROSKA,
      media.ADTS,
      media.MPEG_TS,
    ],
  });
};

const audioTrack = async (input: Input, maxDurationS: number): Promise<InputAudioTrack> => {
  if (!(await input.canRead())) throw unreadable('This is not a sound file that can be read.');
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw unreadable('The file has no sound in it.');
  if (!(await track.canDecode())) {
    throw unreadable(
      `The sound is in a format that can't be decoded (${(await track.getCodec()) ?? 'unknown'}).`,
    );
  }
  const rate = await track.getSampleRate();
  const channels = await track.getNumberOfChannels();
  if (
    !(rate >= RATE_RANGE_HZ.from && rate <= RATE_RANGE_HZ.to && channels >= 1 && channels <= MAX_CHANNELS)
  ) {
    throw unreadable(`The file says it has ${channels} channels at ${rate} Hz, which can't be true.`);
  }
  // A cheap look at what the header says; what is really there is counted while decoding.
  const announcedS = await input.getDurationFromMetadata([track]);
  if (announcedS !== null && Number.isFinite(announcedS) && announcedS > maxDurationS + 1)
    throw tooLong(maxDurationS);
  return track;
};

/** What the file's header says of its sound's length, s; null when it says nothing. Errors as decodeBlocks. */
export const announcedDurationS = async (
  source: AudioSource,
  options: DecodeOptions,
): Promise<number | null> => {
  const media = await loadMediaLibrary();
  const input = await openInput(media, source);
  try {
    const track = await audioTrack(input, options.maxDurationS);
    return await input.getDurationFromMetadata([track]);
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw unreadable('The sound file is damaged or cut short.', error);
  } finally {
    input.dispose();
  }
};

const planesOf = (sample: AudioSample): Float32Array[] =>
  Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(sample.numberOfFrames);
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });

/**
 * The sound of a file at its own rate and with its own channels, in order, in pieces of some 20–100 ms.
 * Throws audio/unreadable (missing, damaged, no sound), audio/too-long, request/cancelled.
 */
export async function* decodeBlocks(source: AudioSource, options: DecodeOptions): AsyncIterable<AudioBlock> {
  const { maxDurationS, signal } = options;
  const media = await loadMediaLibrary();
  const input = await openInput(media, source);
  let heardS = 0;
  try {
    const track = await audioTrack(input, maxDurationS);
    for await (const sample of new media.AudioSampleSink(track).samples()) {
      let block: AudioBlock;
      try {
        if (signal?.aborted) throw new StudioError('request/cancelled', 'Decoding was cancelled.');
        block = { sampleRate: sample.sampleRate, channels: planesOf(sample) };
        heardS += sample.duration;
      } finally {
        sample.close();
      }
      if (heardS > maxDurationS + 0.1) throw tooLong(maxDurationS);
      yield block;
    }
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw unreadable('The sound file is damaged or cut short.', error);
  } finally {
    input.dispose();
  }
  if (heardS === 0) throw unreadable('The file has a sound track, but nothing in it.');
}

/**
 * The same sound as mono 16 kHz PCM, for articulation and sessions. N seconds in give N seconds out, not delayed.
 * Errors as decodeBlocks.
 */
export async function* decodeAudio(source: AudioSource, options: DecodeOptions): AsyncIterable<PcmChunk> {
  let resampler: Resampler | null = null;
  for await (const block of decodeBlocks(source, options)) {
    resampler ??= new Resampler(block.sampleRate, SPEECH_RATE);
    if (block.sampleRate !== resampler.fromHz)
      throw unreadable('The sound changes its sample rate on the way.');
    const samples = pcmFromFloats(resampler.push(mixToMono(block.channels)));
    if (samples.length > 0) yield { sampleRate: SPEECH_RATE, samples };
  }
  const tail = resampler?.flush();
  if (tail && tail.length > 0) yield { sampleRate: SPEECH_RATE, samples: pcmFromFloats(tail) };
}
