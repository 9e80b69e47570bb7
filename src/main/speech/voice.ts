/** The contract of a voice: text in, spoken sentences out. Embedded, neural and cloud voices all fit it. Knows no session and no wire. */
import type { SpeechLanguage, Utterance } from '../../shared/speech.ts';
import type { VoiceInfo } from './speech-service-contract.ts';

/** What is to be spoken. `rate` and `pitch` are factors 0.5..2 on the voice's natural ones. */
export type VoiceRequest = { text: string; language: SpeechLanguage; rate: number; pitch: number };

/**
 * A voice. `synthesize` yields one Utterance per sentence (a pause at its end included), the first as soon as it is ready;
 * a voice that can only answer as a whole gives a promise of one. Word offsets are positions in `request.text`.
 * A voice with two or more languages takes mixed text. Throws speech/unsupported-language, speech/failed, request/cancelled.
 */
export type Voice = VoiceInfo & {
  synthesize(request: VoiceRequest, signal: AbortSignal): AsyncIterable<Utterance> | Promise<Utterance>;
};
