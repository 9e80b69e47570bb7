/** Readies text for a voice without moving a single character: what can't be spoken becomes a space. Knows no language. */
import { StudioError } from '../../shared/errors.ts';
import { MAX_TEXT_LENGTH } from '../../shared/speech.ts';

/** Full-width Latin letters and digits, common in Chinese text, lie this far from their ASCII twins. */
const FULL_WIDTH_OFFSET = 0xfee0;
const FULL_WIDTH = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;
/** Emoji, control characters (line breaks excepted), private use, lone surrogates. */
const UNSPEAKABLE = /[\p{Extended_Pictographic}\p{Cs}\p{Co}\p{Cn}\p{Cf}]|(?!\n)\p{Cc}/gu;
/** Signs that synthesisers take for markup or phoneme input. */
const MARKUP = /[<>[\]{}|\\^~`]/g;

/**
 * The text with the same length in UTF-16 units, so that offsets keep their meaning.
 * Throws speech/empty-text and speech/text-too-long.
 */
export const readSpokenText = (text: string): string => {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new StudioError(
      'speech/text-too-long',
      `The text has ${text.length} characters; at most ${MAX_TEXT_LENGTH} can be spoken at once. Send it in parts.`,
      { length: text.length },
    );
  }
  const spoken = text
    .replace(/\r/g, '\n')
    .replace(FULL_WIDTH, sign => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET))
    // Digits, # and * are Extended_Pictographic neighbours in some tables; plain ASCII always stays.
    .replace(UNSPEAKABLE, sign => (sign.charCodeAt(0) < 0x7f && sign >= ' ' ? sign : ' '.repeat(sign.length)))
    .replace(MARKUP, ' ');
  if (!/[\p{L}\p{N}]/u.test(spoken)) {
    throw new StudioError(
      'speech/empty-text',
      text.trim() === ''
        ? 'There is no text to speak. Type a sentence.'
        : 'There is nothing to speak in this text: it has no letters and no digits.',
    );
  }
  return spoken;
};
