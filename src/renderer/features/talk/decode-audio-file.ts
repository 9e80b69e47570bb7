/** Reads an audio file in the page, as 16 kHz mono PCM. Knows no session. */
import { StudioError } from '../../../shared/errors.ts';
import { SPEECH_RATE } from '../../../shared/media.ts';
import { toPcm16 } from './pcm-chunker.ts';

/** Largest file and longest sound read in the page. */
export const MAX_AUDIO_BYTES = 200 * 1024 * 1024;
/** 30 minutes. */
export const MAX_AUDIO_S = 30 * 60;

/** The whole file decoded. Errors: audio/too-long, audio/unreadable (a file without sound, or of no known kind). */
export const decodeAudioFile = async (file: Blob): Promise<Int16Array> => {
  if (file.size > MAX_AUDIO_BYTES)
    throw new StudioError(
      'audio/too-long',
      'The audio file is larger than 200 MB. Cut it into shorter parts.',
    );
  const decoded = await decode(file);
  if (decoded.duration > MAX_AUDIO_S)
    throw new StudioError(
      'audio/too-long',
      'The audio is longer than 30 minutes. Cut it into shorter parts.',
    );
  const offline = new OfflineAudioContext(
    1,
    Math.max(1, Math.ceil(decoded.duration * SPEECH_RATE)),
    SPEECH_RATE,
  );
  const source = new AudioBufferSourceNode(offline, { buffer: decoded });
  source.connect(offline.destination);
  source.start();
  const rendered = await offline.startRendering();
  return Int16Array.from(rendered.getChannelData(0), toPcm16);
};

const decode = async (file: Blob): Promise<AudioBuffer> => {
  try {
    const bytes = await file.arrayBuffer();
    return await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes);
  } catch (error) {
    throw new StudioError(
      'audio/unreadable',
      'This file holds no sound that can be read. Use WAV, MP3, M4A, OGG, FLAC or WebM.',
      {},
      { cause: error },
    );
  }
};
