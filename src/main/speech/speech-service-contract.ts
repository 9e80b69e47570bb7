/** Speech synthesis as front-ends and the studio see it. Contract only. */
import type { AsyncCloseable } from '../../shared/scope.ts';
import type { SpeechLanguage, Utterance } from '../../shared/speech.ts';

/** A voice that can be chosen. */
export type VoiceInfo = { id: string; label: string; languages: readonly ('en' | 'zh')[] };

/** One request. `rate` and `pitch` are factors 0.5..2, 1 = natural. */
export type SpeakRequest = {
  text: string;
  language?: SpeechLanguage;
  voiceId?: string;
  rate?: number;
  pitch?: number;
};

/** Yields one utterance a sentence. Errors: speech/*. Abort stops it soon with `request/cancelled`. */
export type SpeechService = AsyncCloseable & {
  voices(): readonly VoiceInfo[];
  speak(request: SpeakRequest, signal: AbortSignal): AsyncIterable<Utterance>;
};
