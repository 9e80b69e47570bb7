/** The embedded English voices: flite's recorded speakers, more natural than a formant voice, English only. Knows no thread. */
import { StudioError } from '../../shared/errors.ts';
import type { TimedPhone, TimedWord, Utterance } from '../../shared/speech.ts';
import { type FliteEngine, type FlitePhone, type FliteSpeech, loadFlite } from './flite-engine.ts';
import { evenLoudness } from './loudness.ts';
import { type Sentence, splitSentences } from './sentences.ts';
import { readSpokenText } from './spoken-text.ts';
import type { Voice, VoiceRequest } from './voice.ts';
import { alignWords } from './word-alignment.ts';

/** Pauses after a piece of speech at rate 1, ms; what a voice adds of its own is cut to these. */
const PAUSE = { sentence: 320, clause: 140, last: 60 };
const LEAD_MS = 40;
/** A fast small voice with the same dictionary: it tells how many phones each word has. */
const COUNTING_VOICE = 'kal16';
const SILENCE = 'pau';

/** A word of the text, where it stands in it, and how it is asked for alone (an abbreviation keeps its stop). */
type Token = { text: string; offset: number; alone: string };

const ASCII_TWINS: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': ',',
  '…': '.',
};

/** ASCII of the same length: accents taken off, typographic signs replaced, everything else a space. */
const toAscii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/gu, sign => {
    const plain = ASCII_TWINS[sign] ?? sign.normalize('NFD').replace(/\p{M}/gu, '');
    return /^[\x20-\x7e]$/.test(plain) ? plain : ' '.repeat(sign.length);
  });

const tokensOf = (sentence: string): Token[] =>
  [...toAscii(sentence).matchAll(/\S+/g)].flatMap(({ 0: found, index }) => {
    const lead = /^[^A-Za-z0-9$]*/.exec(found)![0].length;
    const word = found.slice(lead).replace(/[^A-Za-z0-9%]+$/, '');
    if (word === '') return [];
    const start = index + lead;
    const end = start + word.length;
    const isAbbreviation = end + 1 < sentence.length && sentence[end] === '.';
    return [{ text: sentence.slice(start, end), offset: start, alone: isAbbreviation ? `${word}.` : word }];
  });

/** Phones of each token alone, or null when the engine cut the text otherwise. */
const phonesAlone = async (engine: FliteEngine, tokens: readonly Token[]): Promise<string[][] | null> => {
  const listed = await engine.speak({
    voice: COUNTING_VOICE,
    // A semicolon parts words without making a full stop of an abbreviation's dot.
    text: tokens.map(token => `${token.alone};`).join(' '),
    stretch: 0.3,
    pitch: 1,
  });
  const groups: string[][] = [[]];
  for (const { symbol } of listed.phones) {
    if (symbol !== SILENCE) groups.at(-1)!.push(symbol);
    else if (groups.at(-1)!.length > 0) groups.push([]);
  }
  if (groups.at(-1)!.length === 0) groups.pop();
  return groups.length === tokens.length ? groups : null;
};

/** Words of the sentence: aligned by phones, or shared out by their letters when that can't be done. */
const timeWords = (
  tokens: readonly Token[],
  alone: readonly string[][] | null,
  phones: readonly FlitePhone[],
  offset: number,
): TimedWord[] => {
  const spoken = phones.filter(phone => phone.symbol !== SILENCE);
  if (spoken.length === 0) return [];
  const letters = tokens.reduce((sum, token) => sum + token.text.length, 0);
  let before = 0;
  const starts = alone
    ? alignWords(
        spoken.map(phone => phone.symbol),
        alone,
      )
    : tokens.map(token => {
        const start = Math.floor((before / letters) * spoken.length);
        before += token.text.length;
        return start;
      });
  return tokens.flatMap((token, i) => {
    const first = starts[i]!;
    const last = Math.max(first, (starts[i + 1] ?? spoken.length) - 1);
    if (first >= spoken.length) return [];
    return [
      {
        text: token.text,
        offset: offset + token.offset,
        startMs: spoken[first]!.startMs,
        endMs: spoken[last]!.endMs,
      },
    ];
  });
};

/** Cuts the voice's own silences at both ends and puts ours there. */
const shapeEnds = (speech: FliteSpeech, words: readonly TimedWord[], pauseMs: number): Utterance => {
  const { sampleRate, phones } = speech;
  const spoken = phones.filter(phone => phone.symbol !== SILENCE);
  const fromMs = Math.max(0, (spoken[0]?.startMs ?? 0) - LEAD_MS);
  const toMs = (spoken.at(-1)?.endMs ?? fromMs) + pauseMs;
  const at = (ms: number): number => Math.round((ms * sampleRate) / 1000);
  const samples = new Int16Array(at(toMs - fromMs));
  // The voice's release noise after the last phone is kept for 80 ms, then our pause is silent.
  samples.set(
    speech.samples.subarray(at(fromMs), at(Math.min(toMs, toMs - pauseMs + 80))).subarray(0, samples.length),
  );
  evenLoudness(samples, sampleRate);
  const kept = phones.filter(phone => phone.endMs > fromMs && phone.startMs < toMs - pauseMs);
  const timed = kept.map(
    (phone): TimedPhone => ({
      symbol: phone.symbol === SILENCE ? 'sil' : phone.symbol.toUpperCase(),
      alphabet: 'arpabet',
      startMs: Math.max(0, phone.startMs - fromMs),
      endMs: phone.endMs - fromMs,
    }),
  );
  timed.push({ symbol: 'sil', alphabet: 'arpabet', startMs: toMs - pauseMs - fromMs, endMs: toMs - fromMs });
  const moved = words.map(word => ({ ...word, startMs: word.startMs - fromMs, endMs: word.endMs - fromMs }));
  return { sampleRate, samples, phones: timed, words: moved };
};

const speakSentence = async (
  engine: FliteEngine,
  voice: string,
  request: VoiceRequest,
  sentence: Sentence,
  pauseMs: number,
): Promise<Utterance> => {
  const text = toAscii(sentence.text);
  const tokens = tokensOf(sentence.text);
  const speech = await engine.speak({ voice, text, stretch: 1 / request.rate, pitch: request.pitch });
  const words = timeWords(tokens, await phonesAlone(engine, tokens), speech.phones, sentence.offset);
  return shapeEnds(speech, words, pauseMs);
};

/** A flite voice; `name` is flite's own. The engine is loaded at the first sentence. */
export const createFliteVoice = (
  id: string,
  label: string,
  name: string,
  openEngine: () => Promise<FliteEngine> = loadFlite,
): Voice => ({
  id,
  label,
  languages: ['en'],
  async *synthesize(request, signal) {
    const text = readSpokenText(request.text);
    const foreign = /(?!\p{Script=Latin})\p{L}/u.test(text);
    if (request.language === 'zh' || foreign) {
      throw new StudioError(
        'speech/unsupported-language',
        `The voice "${label}" speaks English only. Choose an espeak voice for Chinese and mixed text.`,
        { voiceId: id },
      );
    }
    const sentences = splitSentences(text);
    const engine = await openEngine();
    for (const [i, sentence] of sentences.entries()) {
      if (signal.aborted) throw new StudioError('request/cancelled', 'Speaking was cancelled.');
      const pauseMs = (i === sentences.length - 1 ? PAUSE.last : PAUSE[sentence.ends]) / request.rate;
      yield await speakSentence(engine, name, request, sentence, pauseMs);
    }
  },
});
