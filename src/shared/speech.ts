/** Speech on its way into a session: audio with, where the voice knows them, its phone times. Knows no voice and no wire. */

/** A phone and its time within the utterance, ms. `symbol` is espeak-ng's IPA mnemonic, or ARPAbet (flite); silence is `sil`. */
export type TimedPhone = { symbol: string; alphabet: 'ipa' | 'arpabet'; startMs: number; endMs: number };

/** A word and where it sounds, for subtitles and the timeline; `offset` is its character position in the text. */
export type TimedWord = { text: string; offset: number; startMs: number; endMs: number };

/** A piece of speech: mono PCM s16 at `sampleRate`, with phones when its voice gave them (else null: the network listens). */
export type Utterance = {
  sampleRate: number;
  samples: Int16Array;
  phones: readonly TimedPhone[] | null;
  words: readonly TimedWord[];
  /** The whole text it begins, on the first piece of a text only: for the record of what was said. */ text?: string;
};

/** Languages the embedded voices speak; `auto` finds English and Chinese runs in the text by itself. */
export type SpeechLanguage = 'auto' | 'en' | 'zh';

/** Longest text for one request, characters. */
export const MAX_TEXT_LENGTH = 20_000;
