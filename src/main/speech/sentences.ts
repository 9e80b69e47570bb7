/** Cuts text into sentences short enough to be heard soon. Works on English and Chinese punctuation; knows no voice. */

/** A sentence of the text; `offset` is its position there in UTF-16 units. `ends`: a full stop, or a cut inside a long sentence. */
export type Sentence = { text: string; offset: number; ends: 'sentence' | 'clause' };

/** Longest piece given to a voice, in weights: a Han character speaks as long as some three Latin letters. */
const MAX_WEIGHT = 240;
const HAN_WEIGHT = 3;

/** Words whose full stop ends nothing. */
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof st sr jr vs etc e.g i.e fig no vol inc ltd co dept approx a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);

/** Letters looked at before a full stop, so that hostile text costs nothing. */
const LONGEST_ABBREVIATION = 24;

const FULL_STOPS = /[。！？!?…\n]+["'”’」』）)\]]*|\.+["'”’)\]]*(?=\s|$)/gu;
const CLAUSE_END = /[,;:，、；：—]/;

const isAbbreviation = (before: string): boolean => {
  const word = /([\p{L}.]+)$/u.exec(before)?.[1]?.toLowerCase() ?? '';
  return ABBREVIATIONS.has(word) || (/^(\p{L}\.)*\p{L}$/u.test(word) && word !== 'i');
};

const weightOf = (sign: string): number => (/\p{Script=Han}/u.test(sign) ? HAN_WEIGHT : 1);

/** Cuts a long sentence at commas, else at spaces, else where it is full. */
const cutLong = (sentence: Sentence): Sentence[] => {
  const pieces: Sentence[] = [];
  let start = 0;
  let at = 0;
  let weight = 0;
  let comma = -1;
  let space = -1;
  for (const sign of sentence.text) {
    weight += weightOf(sign);
    at += sign.length;
    if (CLAUSE_END.test(sign)) comma = at;
    else if (sign === ' ') space = at;
    if (weight < MAX_WEIGHT || at === sentence.text.length) continue;
    const cut = comma > start ? comma : space > start ? space : at;
    pieces.push({ text: sentence.text.slice(start, cut), offset: sentence.offset + start, ends: 'clause' });
    weight = [...sentence.text.slice(cut, at)].reduce((sum, left) => sum + weightOf(left), 0);
    start = cut;
  }
  pieces.push({ text: sentence.text.slice(start), offset: sentence.offset + start, ends: sentence.ends });
  return pieces;
};

/** All sentences with something to say, in order; together they hold every letter of the text. */
export const splitSentences = (text: string): Sentence[] => {
  const sentences: Sentence[] = [];
  const take = (start: number, end: number): void => {
    const raw = text.slice(start, end);
    if (!/[\p{L}\p{N}]/u.test(raw)) return;
    const lead = raw.length - raw.trimStart().length;
    for (const piece of cutLong({ text: raw.trim(), offset: start + lead, ends: 'sentence' })) {
      if (/[\p{L}\p{N}]/u.test(piece.text)) sentences.push(piece);
    }
  };
  let start = 0;
  for (const stop of text.matchAll(FULL_STOPS)) {
    // `"Really?" asked Tom.` and `e.g. this one` go on in small letters.
    if (/^[.!?]/.test(stop[0]) && /^\s*\p{Ll}/u.test(text.slice(stop.index + stop[0].length))) continue;
    if (
      stop[0].startsWith('.') &&
      !stop[0].startsWith('..') &&
      isAbbreviation(text.slice(Math.max(start, stop.index - LONGEST_ABBREVIATION), stop.index))
    ) {
      // "Dr. Lee" goes on; "at 5 p.m." before a line's end does not matter.
      if (stop.index + stop[0].length < text.length) continue;
    }
    const end = stop.index + stop[0].length;
    take(start, end);
    start = end;
  }
  take(start, text.length);
  return sentences;
};
