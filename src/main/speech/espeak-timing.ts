/** Reads phone and word times out of espeak-ng's events and mends the known fault in them. Knows no text beyond positions. */
import type { TimedPhone } from '../../shared/speech.ts';
import type { EspeakSpeech } from './espeak-engine.ts';

/** A word's start: `position` 1-based in code points of the text given to the engine. */
export type WordStart = { position: number; atMs: number };

/** Phones whose event espeak-ng sends only after their silent closure or soft onset: voiceless stops, affricates, fricatives; voiced stops too. */
const LATE_PHONES = /^(p|t|k|ts|tɕ|tʃ|f|s|ʃ|b|d|ɡ|g|h|θ|x|χ|ɕ)/;
/** Samples smaller than this are the synthesiser's digital silence, s16. */
const QUIET = 12;
const PROBE_MS = 5;
/** The burst may begin this long before its event. */
const BURST_SLACK_MS = 24;
const MAX_CLOSURE_MS = 120;
/** What stays of the phone before, at least. */
const MIN_PHONE_MS = 15;
/** An event without a symbol that is shorter than this is the closure of the next phone; a longer one is a pause. */
const MIN_PAUSE_MS = 60;

/** Stress marks, the switches `(en)` `(cmn)` and control signs are no phones. */
const bareSymbol = (symbol: string): string =>
  symbol.startsWith('(') ? '' : symbol.replace(/[ˈˌ\p{Cc}]/gu, '');

const isQuiet = (samples: Int16Array, sampleRate: number, fromMs: number): boolean => {
  const start = Math.round((fromMs * sampleRate) / 1000);
  const end = Math.round(((fromMs + PROBE_MS) * sampleRate) / 1000);
  if (start < 0) return false;
  for (let i = start; i < end && i < samples.length; i++) if (Math.abs(samples[i]!) >= QUIET) return false;
  return true;
};

/** Where the silence before `atMs` begins, not before `earliestMs`; `atMs` when there is none. */
const closureStart = (samples: Int16Array, sampleRate: number, atMs: number, earliestMs: number): number => {
  for (let slack = PROBE_MS; slack <= BURST_SLACK_MS; slack += 3) {
    let start = atMs - slack;
    if (start < earliestMs || !isQuiet(samples, sampleRate, start)) continue;
    while (start - PROBE_MS >= earliestMs && isQuiet(samples, sampleRate, start - PROBE_MS))
      start -= PROBE_MS;
    return start;
  }
  return atMs;
};

/**
 * Phones that touch each other and fill the speech from 0 to its end, pauses as `sil`. espeak-ng reports a voiceless stop
 * after its 40–50 ms of closure; its start is moved back over that silence, or every p would close the lips too late.
 */
export const timePhones = (speech: EspeakSpeech): TimedPhone[] => {
  const { samples, sampleRate } = speech;
  const totalMs = (samples.length / sampleRate) * 1000;
  const starts: { symbol: string; atMs: number }[] = [];
  const events = speech.events.filter(event => event.kind === 'phone');
  let carriedMs: number | null = null;
  events.forEach((event, i) => {
    const endMs = events[i + 1]?.atMs ?? totalMs;
    const symbol = bareSymbol(event.symbol);
    if (symbol === '' && i + 1 < events.length && endMs - event.atMs < MIN_PAUSE_MS) {
      carriedMs ??= event.atMs;
      return;
    }
    const previous = starts.at(-1);
    let atMs = carriedMs ?? event.atMs;
    carriedMs = null;
    if (symbol !== '' && LATE_PHONES.test(symbol) && previous?.symbol !== 'sil') {
      const earliestMs = Math.max(previous ? previous.atMs + MIN_PHONE_MS : 0, atMs - MAX_CLOSURE_MS);
      atMs = closureStart(samples, sampleRate, atMs, earliestMs);
    }
    if (symbol === '' && previous?.symbol === 'sil') return;
    starts.push({ symbol: symbol === '' ? 'sil' : symbol, atMs });
  });
  if (starts.length === 0 || starts[0]!.atMs > 0) starts.unshift({ symbol: 'sil', atMs: 0 });
  return starts
    .map((start, i): TimedPhone => {
      const endMs = starts[i + 1]?.atMs ?? totalMs;
      return { symbol: start.symbol, alphabet: 'ipa', startMs: start.atMs, endMs };
    })
    .filter(phone => phone.endMs > phone.startMs);
};

/** Starts of words in order of time. */
export const wordStarts = (speech: EspeakSpeech): WordStart[] =>
  speech.events.flatMap(event =>
    event.kind === 'word' ? [{ position: event.position, atMs: event.atMs }] : [],
  );
