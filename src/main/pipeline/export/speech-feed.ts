/** Gives the speech of an export piece by piece: to the sound track as it is, to the articulation at 16 kHz. Knows no picture. */
import { StudioError } from '../../../shared/errors.ts';
import type { ExportJob } from '../../../shared/export-job.ts';
import { SPEECH_RATE } from '../../../shared/media.ts';
import type { Utterance } from '../../../shared/speech.ts';
import type { ArticulationSource } from '../articulation/articulation-track.ts';
import { type AudioBlock, announcedDurationS, decodeBlocks } from '../speech/decode-audio.ts';
import { floatsFromPcm, mixToMono, pcmFromFloats, resamplePcm } from '../speech/pcm.ts';
import { Resampler } from '../speech/resample.ts';

/** The part of the articulation that hears. */
export type Listener = Pick<ArticulationSource, 'pushPcm' | 'pushUtterance'>;

/** One piece: samples −1..1 for each channel, and the same speech for the articulation, to be pushed in order. */
export type SpeechPiece = { sound: readonly Float32Array[]; hearBy: (listener: Listener) => Promise<void> };

/** Speech of one rate and channel count. `announcedS` is what is known of its length beforehand, s. */
export type SpeechFeed = {
  sampleRate: number;
  channels: 1 | 2;
  announcedS: number | null;
  pieces: AsyncIterable<SpeechPiece>;
};

/** Longest recording for one video, s: three hours. */
export const MAX_EXPORT_S = 3 * 3600;

/** Opens the speech of a job. Throws speech/empty-text for no utterances, and the audio/ errors for files. */
export const openSpeechFeed = (speech: ExportJob['speech'], signal: AbortSignal): Promise<SpeechFeed> =>
  speech.kind === 'file'
    ? openFile(speech.path, signal)
    : openUtterances(
        speech.utterances,
        speech.kind === 'arriving'
          ? null
          : speech.utterances.reduce((sum, one) => sum + one.samples.length / one.sampleRate, 0),
      );

const openUtterances = async (
  utterances: Iterable<Utterance> | AsyncIterable<Utterance>,
  announcedS: number | null,
): Promise<SpeechFeed> => {
  const rest = (async function* () {
    yield* utterances;
  })();
  const head = await rest.next();
  if (head.done)
    throw new StudioError(
      'speech/empty-text',
      'There is no speech to make a video of. Give it a text or a sound file.',
    );
  const first = head.value;
  const { sampleRate } = first;
  async function* all(): AsyncIterable<Utterance> {
    yield first;
    yield* rest;
  }
  async function* pieces(): AsyncIterable<SpeechPiece> {
    let spoken = 0;
    let heard = 0;
    for await (const utterance of all()) {
      const samples = resamplePcm(utterance.samples, utterance.sampleRate, sampleRate);
      spoken += samples.length;
      // Cut to the running total: rounding of single sentences must not add up over a long text.
      const due = Math.round((spoken * SPEECH_RATE) / sampleRate) - heard;
      const pcm16k = fitLength(resamplePcm(utterance.samples, utterance.sampleRate, SPEECH_RATE), due);
      heard += due;
      const { phones } = utterance;
      yield {
        sound: [floatsFromPcm(samples)],
        hearBy: listener =>
          phones === null ? listener.pushPcm(pcm16k) : listener.pushUtterance({ pcm16k, phones }),
      };
    }
  }
  return { sampleRate, channels: 1, announcedS, pieces: pieces() };
};

const fitLength = (samples: Int16Array, length: number): Int16Array => {
  if (samples.length >= length) return samples.subarray(0, length);
  const longer = new Int16Array(length);
  longer.set(samples);
  return longer;
};

/** Two channels stay two; any other number becomes one. */
const soundOf = (block: AudioBlock, channels: 1 | 2): readonly Float32Array[] => {
  if (channels === 1) return [mixToMono(block.channels)];
  const [left, right = left] = block.channels;
  return [left!, right!];
};

const openFile = async (path: string, signal: AbortSignal): Promise<SpeechFeed> => {
  const options = { maxDurationS: MAX_EXPORT_S, signal };
  const announcedS = await announcedDurationS({ path }, options);
  const blocks = decodeBlocks({ path }, options)[Symbol.asyncIterator]();
  const head = await blocks.next();
  if (head.done)
    throw new StudioError('audio/unreadable', 'The sound file has no sound in it. Use another file.');
  const { sampleRate } = head.value;
  const channels = head.value.channels.length === 2 ? 2 : 1;
  const toSpeech = new Resampler(sampleRate, SPEECH_RATE);
  const pieceOf = (sound: readonly Float32Array[], speech: Float32Array): SpeechPiece => {
    const pcm16k = pcmFromFloats(speech);
    return { sound, hearBy: async listener => (pcm16k.length > 0 ? listener.pushPcm(pcm16k) : undefined) };
  };
  async function* pieces(): AsyncIterable<SpeechPiece> {
    try {
      for (let next = head; !next.done; next = await blocks.next()) {
        if (next.value.sampleRate !== sampleRate) {
          throw new StudioError(
            'audio/unreadable',
            'The sound changes its sample rate on the way. Convert it to WAV first.',
          );
        }
        yield pieceOf(soundOf(next.value, channels), toSpeech.push(mixToMono(next.value.channels)));
      }
      yield pieceOf(
        Array.from({ length: channels }, () => new Float32Array(0)),
        toSpeech.flush(),
      );
    } finally {
      await blocks.return?.();
    }
  }
  return { sampleRate, channels, announcedS, pieces: pieces() };
};
