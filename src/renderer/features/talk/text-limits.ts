/** How much may be asked to be said. Pure. */
import { StudioError } from '../../../shared/errors.ts';
import { MAX_TEXT_LENGTH } from '../../../shared/speech.ts';

const MOST_WAITING = 50;

/** Why a text is not taken, while `waiting` others wait; null: it is. */
export const refuse = (text: string, waiting: number): StudioError | null => {
  if (text.length > MAX_TEXT_LENGTH)
    return new StudioError('speech/text-too-long', `The text is longer than ${MAX_TEXT_LENGTH} characters.`);
  if (waiting >= MOST_WAITING)
    return new StudioError('session/backlog-full', 'Fifty texts are waiting already.');
  return null;
};
