/** The embedded bilingual voices: espeak-ng speaking English and Chinese, mixed in one sentence, with one timbre. Knows no thread. */
import { StudioError } from '../../shared/errors.ts';
import type { TimedPhone, TimedWord, Utterance } from '../../shared/speech.ts';
import { type EspeakEngine, loadEspeak } from './espeak-engine.ts';
import { timePhones, type WordStart, wordStarts } from './espeak-timing.ts';
import { findLanguageRuns, type LanguageRun } from './language-runs.ts';
import { evenLoudness } from './loudness.ts';
import { type Sentence, splitSentences } from './sentences.ts';
import { readSpokenText } from './spoken-text.ts';
import type { Voice, VoiceRequest } from './voice.ts';

/** espeak-ng's default of 175 words a minute is hasty; this is an unhurried reader. */
const NATURAL_WORDS_PER_MINUTE = 165;
/** Pauses after a piece of speech at rate 1, ms. */
const PAUSE = { sentence: 320, clause: 140, last: 60 };
/** Silence left where two languages meet inside a sentence, ms. */
const SEAM_MS = 35;
const VOICE_OF = { en: 'en-us', zh: 'cmn' } as const;

/** A piece of speech on its way into a sentence; word offsets are absolute. */
type SpokenRun = { sampleRate: number; samples: Int16Array; phones: TimedPhone[]; words: TimedWord[] };

/** Words of a run: a start inside a Latin word or number belongs to that word; each reaches to the next one's start. */
const timeWords = (
  run: LanguageRun,
  offset: number,
  starts: readonly WordStart[],
  endMs: number,
): TimedWord[] => {
  const signs = [...run.text];
  const unitOf: number[] = [0];
  for (const sign of signs) unitOf.push(unitOf.at(-1)! + sign.length);
  const inWord = (position: number): boolean =>
    position > 1 && /[\p{Script=Latin}\p{N}'’]{2}/u.test(signs.slice(position - 2, position).join(''));
  const words = starts.filter(({ position }, i) => {
    return position <= signs.length && !inWord(position) && position !== starts[i - 1]?.position;
  });
  return words.flatMap(({ position, atMs }, i) => {
    const next = words[i + 1];
    const start = unitOf[position - 1]!;
    const text = run.text
      .slice(start, next ? unitOf[next.position - 1] : undefined)
      .replace(/[^\p{L}\p{N}]+$/u, '');
    if (text === '') return [];
    return [{ text, offset: offset + start, startMs: atMs, endMs: Math.min(next?.atMs ?? endMs, endMs) }];
  });
};

/** Cuts the run's times to fromMs..toMs, which becomes 0... */
const trimRun = (run: SpokenRun, fromMs: number, toMs: number): SpokenRun => {
  const clip = <T extends { startMs: number; endMs: number }>(items: readonly T[]): T[] =>
    items
      .map(item => ({
        ...item,
        startMs: Math.max(item.startMs, fromMs) - fromMs,
        endMs: Math.min(item.endMs, toMs) - fromMs,
      }))
      .filter(item => item.endMs > item.startMs);
  const at = (ms: number): number => Math.round((ms * run.sampleRate) / 1000);
  return {
    ...run,
    samples: run.samples.slice(at(fromMs), at(toMs)),
    phones: clip(run.phones),
    words: clip(run.words),
  };
};

/** Leaves at most a seam's silence before a run, and at most `pauseMs` after it where the sentence goes on. */
const trimSeams = (run: SpokenRun, isLast: boolean, pauseMs: number): SpokenRun => {
  const totalMs = (run.samples.length / run.sampleRate) * 1000;
  const head = run.phones[0];
  const tail = run.phones.at(-1);
  const fromMs = head?.symbol === 'sil' ? Math.max(0, head.endMs - SEAM_MS) : 0;
  const toMs = !isLast && tail?.symbol === 'sil' ? Math.min(totalMs, tail.startMs + pauseMs) : totalMs;
  return trimRun(run, fromMs, toMs);
};

/** Neighbouring silences as one. */
const joinSilences = (phones: readonly TimedPhone[]): TimedPhone[] => {
  const joined: TimedPhone[] = [];
  for (const phone of phones) {
    const last = joined.at(-1);
    if (last?.symbol === 'sil' && phone.symbol === 'sil')
      joined[joined.length - 1] = { ...last, endMs: phone.endMs };
    else joined.push(phone);
  }
  return joined;
};

/** One sentence as an Utterance from its runs, with `pauseMs` of silence at the end. */
const joinRuns = (runs: readonly SpokenRun[], pauseMs: number): Utterance => {
  const sampleRate = runs[0]!.sampleRate;
  const pause = Math.round((pauseMs * sampleRate) / 1000);
  const samples = new Int16Array(runs.reduce((sum, run) => sum + run.samples.length, pause));
  const phones: TimedPhone[] = [];
  const words: TimedWord[] = [];
  let at = 0;
  const moved = <T extends { startMs: number; endMs: number }>(item: T, byMs: number): T => ({
    ...item,
    startMs: item.startMs + byMs,
    endMs: item.endMs + byMs,
  });
  for (const run of runs) {
    const byMs = (at / sampleRate) * 1000;
    samples.set(run.samples, at);
    phones.push(...run.phones.map(phone => moved(phone, byMs)));
    words.push(...run.words.map(word => moved(word, byMs)));
    at += run.samples.length;
  }
  const endMs = (samples.length / sampleRate) * 1000;
  phones.push({ symbol: 'sil', alphabet: 'ipa', startMs: (at / sampleRate) * 1000, endMs });
  return { sampleRate, samples, phones: joinSilences(phones), words };
};

/** Speaks one sentence, run by run. */
const speakSentence = (
  engine: EspeakEngine,
  variant: string,
  request: VoiceRequest,
  sentence: Sentence,
  pauseMs: number,
  isCancelled: () => boolean,
): Utterance => {
  const found = findLanguageRuns(sentence.text, request.language).filter(run =>
    /[\p{L}\p{N}]/u.test(run.text),
  );
  const spoken = found.map((run, i): SpokenRun => {
    const isLast = i === found.length - 1;
    const endsOpen = !isLast && !/[\p{P}]\s*$/u.test(run.text);
    const speech = engine.speak(
      {
        voice: VOICE_OF[run.language] + variant,
        // A comma keeps the melody up where the sentence goes on in the other language.
        text: endsOpen ? `${run.text},` : run.text,
        wordsPerMinute: Math.round(NATURAL_WORDS_PER_MINUTE * request.rate),
        pitch: Math.round(Math.min(99, Math.max(0, 50 + 50 * Math.log2(request.pitch)))),
      },
      isCancelled,
    );
    const phones = timePhones(speech);
    const endMs = phones.findLast(phone => phone.symbol !== 'sil')?.endMs ?? 0;
    const words = timeWords(run, sentence.offset + run.offset, wordStarts(speech), endMs);
    const whole = { sampleRate: speech.sampleRate, samples: speech.samples, phones, words };
    const trimmed = trimSeams(whole, isLast, endsOpen ? SEAM_MS : PAUSE.clause / request.rate);
    evenLoudness(trimmed.samples, trimmed.sampleRate);
    return trimmed;
  });
  return joinRuns(spoken, pauseMs);
};

/** An espeak-ng voice; `variant` is the package's timbre (`+f2`), empty for the plain one. The engine is loaded at the first sentence. */
export const createEspeakVoice = (
  id: string,
  label: string,
  variant: string,
  openEngine: () => Promise<EspeakEngine> = loadEspeak,
): Voice => ({
  id,
  label,
  languages: ['en', 'zh'],
  async *synthesize(request, signal) {
    const text = readSpokenText(request.text);
    const sentences = splitSentences(text);
    // Refused before the first word is spoken, not in the middle.
    for (const sentence of sentences) findLanguageRuns(sentence.text, request.language);
    const engine = await openEngine();
    for (const [i, sentence] of sentences.entries()) {
      if (signal.aborted) throw new StudioError('request/cancelled', 'Speaking was cancelled.');
      const pauseMs = (i === sentences.length - 1 ? PAUSE.last : PAUSE[sentence.ends]) / request.rate;
      yield speakSentence(engine, variant, request, sentence, pauseMs, () => signal.aborted);
    }
  },
});
