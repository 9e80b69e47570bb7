/** The microphone, or what the computer plays, as 16 kHz PCM with a level. Knows devices and Web Audio, no session. */
import { StudioError } from '../../../shared/errors.ts';
import { SPEECH_RATE } from '../../../shared/media.ts';
import { StreamResampler } from '../stage/stream-resampler.ts';
import tapUrl from './microphone.worklet.ts?worker&url';
import { PcmChunker } from './pcm-chunker.ts';

/** An input the user can pick. `label` is empty until access was granted once. */
export type MicrophoneDevice = { id: string; label: string };

/** A running microphone. */
export type Microphone = { deviceId: string; close(): Promise<void> };

/** What hears it: pieces of 40 ms; `level` is the loudness of each block, 0..1; `ended`: somebody else stopped it. */
export type Listening = {
  samples(samples: Int16Array): void;
  level(level: number): void;
  ended?(): void;
};

const PIECE = SPEECH_RATE / 25;

/** Inputs there are. */
export const listMicrophones = async (): Promise<MicrophoneDevice[]> => {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(device => device.kind === 'audioinput' && device.deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
};

/** Opens a microphone. Errors: gateway/forbidden (access denied), audio/unreadable (none there, or in use). */
export const openMicrophone = async (deviceId: string | null, on: Listening): Promise<Microphone> =>
  tapStream(await access(deviceId), on);

/**
 * Opens what the computer plays: the user is asked which screen or tab. Errors: gateway/forbidden (refused or cancelled),
 * audio/unreadable (this browser or system gives no sound, or the box for it was not ticked).
 */
export const openSystemSound = async (on: Listening): Promise<Microphone> => {
  const stream = await accessSystem();
  for (const track of stream.getVideoTracks()) track.stop();
  stream.getAudioTracks()[0]?.addEventListener('ended', () => on.ended?.());
  return tapStream(new MediaStream(stream.getAudioTracks()), on);
};

const tapStream = async (stream: MediaStream, on: Listening): Promise<Microphone> => {
  const context = new AudioContext({ latencyHint: 'interactive' });
  await context.audioWorklet.addModule(tapUrl);
  const source = new MediaStreamAudioSourceNode(context, { mediaStream: stream });
  const tap = new AudioWorkletNode(context, 'tap', {
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: 'explicit',
  });
  const resampler = new StreamResampler(context.sampleRate, SPEECH_RATE);
  const chunker = new PcmChunker(PIECE, on.samples);
  tap.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    on.level(loudness(data));
    chunker.push(resampler.push(data));
  };
  source.connect(tap);
  const used = stream.getAudioTracks()[0]?.getSettings().deviceId ?? '';
  return {
    deviceId: used,
    close: async () => {
      tap.port.onmessage = null;
      for (const track of stream.getTracks()) track.stop();
      chunker.flush();
      await context.close();
    },
  };
};

const accessSystem = async (): Promise<MediaStream> => {
  const { mediaDevices } = navigator;
  if (mediaDevices?.getDisplayMedia === undefined)
    throw new StudioError('audio/unreadable', 'This browser cannot give the sound of the computer.');
  let stream: MediaStream;
  try {
    // A picture has to be asked for with it; it is stopped at once.
    stream = await mediaDevices.getDisplayMedia({
      video: true,
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      systemAudio: 'include',
    } as DisplayMediaStreamOptions);
  } catch (error) {
    const denied = error instanceof DOMException && error.name === 'NotAllowedError';
    throw denied
      ? new StudioError('gateway/forbidden', 'Sharing the sound was not allowed.', {}, { cause: error })
      : new StudioError(
          'audio/unreadable',
          'This system gives no sound of the computer.',
          {},
          { cause: error },
        );
  }
  if (stream.getAudioTracks().length > 0) return stream;
  for (const track of stream.getTracks()) track.stop();
  throw new StudioError(
    'audio/unreadable',
    'No sound came with it. Share a browser tab or, where the system offers it, tick "share audio".',
  );
};

const loudness = (samples: Float32Array): number => {
  const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  return Math.max(0, Math.min(1, 1 + (20 * Math.log10(Math.max(rms, 1e-6))) / 60));
};

const access = async (deviceId: string | null): Promise<MediaStream> => {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
        channelCount: 1,
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    });
  } catch (error) {
    const denied = error instanceof DOMException && error.name === 'NotAllowedError';
    throw denied
      ? new StudioError(
          'gateway/forbidden',
          'The microphone is not allowed for this page.',
          {},
          { cause: error },
        )
      : new StudioError('audio/unreadable', 'No microphone could be opened.', {}, { cause: error });
  }
};
