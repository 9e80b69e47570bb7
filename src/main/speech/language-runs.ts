/** Finds the runs of one language in mixed text by their letters. Knows no voice. */
import { StudioError } from '../../shared/errors.ts';
import type { SpeechLanguage } from '../../shared/speech.ts';

/** A language that is spoken, never `auto`. */
export type SpokenLanguage = Exclude<SpeechLanguage, 'auto'>;

/** A stretch of text in one language; `offset` in UTF-16 units within the text given. Runs touch and hold all of it. */
export type LanguageRun = { text: string; offset: number; language: SpokenLanguage };

const languageOf = (sign: string): SpokenLanguage | null => {
  if (/\p{Script=Han}/u.test(sign)) return 'zh';
  return /\p{Script=Latin}/u.test(sign) ? 'en' : null;
};

/**
 * Cuts text where its script changes. Digits, spaces and punctuation belong to the run before them, at the start to the run
 * after; text of digits alone is spoken in `language` (`auto`: English). Throws speech/unsupported-language when all letters
 * are of other scripts.
 */
export const findLanguageRuns = (text: string, language: SpeechLanguage): LanguageRun[] => {
  const fallback = language === 'auto' ? 'en' : language;
  const runs: LanguageRun[] = [];
  let current: SpokenLanguage | null = null;
  let start = 0;
  let at = 0;
  for (const sign of text) {
    const found = languageOf(sign);
    if (found && current && found !== current) {
      // Opening quotes and brackets go with the word they open.
      const opening = /["'“‘「『（([]*$/.exec(text.slice(start, at))?.[0].length ?? 0;
      const cut = at - opening;
      runs.push({ text: text.slice(start, cut), offset: start, language: current });
      start = cut;
    }
    current = found ?? current;
    at += sign.length;
  }
  if (!current && /\p{L}/u.test(text)) {
    throw new StudioError(
      'speech/unsupported-language',
      'The embedded voices speak English and Chinese only; this text is in another script.',
    );
  }
  runs.push({ text: text.slice(start), offset: start, language: current ?? fallback });
  return runs;
};
