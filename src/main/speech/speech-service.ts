/** Text to speech for the whole program: finds the voice, checks the wish, streams sentences. Knows no session and no engine. */
import { StudioError } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { Utterance } from '../../shared/speech.ts';
import { ALL_VOICES, DEFAULT_VOICE_ID } from './all-voices.ts';
import type { SpeakRequest, SpeechService, VoiceInfo } from './speech-service-contract.ts';
import { readSpokenText } from './spoken-text.ts';
import type { Voice } from './voice.ts';
import { VoiceThread } from './voice-thread.ts';

/** The service with a head start: `warmUp` loads the worker and its default voice, so that the first sentence comes at once; it never throws. */
export type VoiceService = SpeechService & { warmUp(): Promise<void> };

/** `workerUrl`: the bundled or source file voice-worker. `otherVoices`: voices that do not run in the worker (neural, cloud). */
export type SpeechServiceConfig = { workerUrl: URL; log: Log; otherVoices?: readonly Voice[] };

const limit = (factor: number | undefined): number =>
  factor === undefined || !Number.isFinite(factor) ? 1 : Math.min(2, Math.max(0.5, factor));

/** Makes the service. Starts nothing until somebody speaks; at most three utterances are made ahead of a reader. */
export const createSpeechService = ({
  workerUrl,
  log,
  otherVoices = [],
}: SpeechServiceConfig): VoiceService => {
  const thread = new VoiceThread({ workerUrl, log });
  const infos = [...ALL_VOICES, ...otherVoices].map(
    ({ id, label, languages }): VoiceInfo => ({ id, label, languages }),
  );

  async function* speak(request: SpeakRequest, signal: AbortSignal): AsyncIterable<Utterance> {
    const voiceId = request.voiceId ?? DEFAULT_VOICE_ID;
    const voice = infos.find(info => info.id === voiceId);
    if (!voice) {
      throw new StudioError(
        'speech/voice-not-found',
        `There is no voice "${voiceId}". Choose one of: ${infos.map(info => info.id).join(', ')}.`,
        { voiceId },
      );
    }
    readSpokenText(request.text);
    const { text, language = 'auto' } = request;
    if (language !== 'auto' && !voice.languages.includes(language)) {
      throw new StudioError(
        'speech/unsupported-language',
        `The voice "${voice.label}" does not speak this language. Choose another voice.`,
        { voiceId, language },
      );
    }
    const wish = { text, language, rate: limit(request.rate), pitch: limit(request.pitch) };
    const other = otherVoices.find(one => one.id === voiceId);
    if (!other) {
      yield* thread.speak(voiceId, wish, signal);
      return;
    }
    const spoken = other.synthesize(wish, signal);
    if (Symbol.asyncIterator in spoken) yield* spoken;
    else yield await spoken;
  }

  let closed = false;
  return {
    voices: () => infos,
    speak,
    async warmUp() {
      try {
        const wish = {
          text: 'Hello, one two three. 你好，一二三。',
          language: 'auto',
          rate: 2,
          pitch: 1,
        } as const;
        for await (const _ of thread.speak(DEFAULT_VOICE_ID, wish, new AbortController().signal));
      } catch (error) {
        if (closed) return;
        log.warn('the voices could not be warmed up', {
          error: error instanceof Error ? error.message : String(error),
        });
      }
    },
    close: () => {
      closed = true;
      return thread.close();
    },
  };
};
