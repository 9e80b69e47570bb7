/** Timed phones of any voice as one gapless score of single phones, with each closure where it can be heard. Draws nothing. */
import type { TimedPhone } from '../../../shared/speech.ts';
import { type Phone, phonesOfArpabet } from './arpabet.ts';
import { phonesOfIpa } from './ipa-phones.ts';

/** A single phone of the score, ms from its start; contiguous with its neighbours. */
export type ScoredPhone = { phone: Phone; startMs: number; endMs: number };

/** A shorter stretch without sound between two phones is a word border inside running speech, not a pause. */
const SHORTEST_PAUSE = 60;
const SILENT_SYMBOLS = new Set(['', '_', '~', '_:', '_^_']);
const STOPS: ReadonlySet<Phone> = new Set<Phone>(['P', 'T', 'K', 'CH', 'B', 'D', 'G', 'JH']);
/** Largest sample still silent; synthesisers write true zeros in their closures, resampling rings a little. */
const QUIET = 14;
const LONGEST_CLOSURE = 120;
const SAMPLES_PER_MS = 16;

const phonesOf = ({ symbol, alphabet }: TimedPhone): readonly Phone[] => {
  if (symbol === 'sil' || SILENT_SYMBOLS.has(symbol)) return ['sil'];
  return alphabet === 'ipa' ? phonesOfIpa(symbol) : phonesOfArpabet(symbol);
};

/** The first part of a glide is held longer than the second. */
const share = (parts: readonly Phone[], index: number): number =>
  parts.length === 2 ? (index === 0 ? 0 : 0.55) : index / parts.length;

/** Cuts the phones of an utterance of `durationMs` into a score that covers it from 0 to its end. */
export const scorePhones = (phones: readonly TimedPhone[], durationMs: number): ScoredPhone[] => {
  const score: ScoredPhone[] = [];
  let end = 0;
  const add = (phone: Phone, startMs: number, endMs: number): void => {
    if (endMs <= startMs) return;
    const last = score.at(-1);
    if (last && last.phone === phone && phone === 'sil') last.endMs = endMs;
    else score.push({ phone, startMs, endMs });
    end = endMs;
  };
  for (let i = 0; i < phones.length; i++) {
    const timed = phones[i]!;
    const startMs = Math.max(timed.startMs, end);
    const endMs = Math.min(timed.endMs, durationMs);
    if (endMs <= startMs) continue;
    const parts = phonesOf(timed);
    const isBorder =
      parts[0] === 'sil' && endMs - startMs < SHORTEST_PAUSE && end > 0 && i + 1 < phones.length;
    if (startMs - end >= SHORTEST_PAUSE || (score.length === 0 && startMs > 0)) add('sil', end, startMs);
    const last = score.at(-1);
    if (parts.length === 0 || isBorder) {
      if (last)
        last.endMs = endMs; // a mark without sound of its own, or no pause at all: the phone before lasts on
      else add('sil', 0, endMs);
      end = endMs;
      continue;
    }
    if (last && last.endMs < startMs) last.endMs = startMs;
    const from = end;
    parts.forEach((phone, k) => {
      add(
        phone,
        from + (endMs - from) * share(parts, k),
        from + (endMs - from) * (k + 1 === parts.length ? 1 : share(parts, k + 1)),
      );
    });
  }
  if (end < durationMs) add('sil', end, durationMs);
  return score;
};

const isQuiet = (pcm16k: Int16Array, fromMs: number): boolean => {
  const from = Math.max(0, Math.round(fromMs * SAMPLES_PER_MS));
  const to = Math.min(pcm16k.length, from + 5 * SAMPLES_PER_MS);
  for (let i = from; i < to; i++) if (Math.abs(pcm16k[i]!) > QUIET) return false;
  return to > from;
};

/**
 * Moves the start of each stop back over the silence before it. espeak-ng reports a voiceless stop after its 40–50 ms
 * closure; a mouth driven by that time would open every p too late. Where the closure is already right nothing changes.
 */
export const reclaimClosures = (score: ScoredPhone[], pcm16k: Int16Array): void => {
  for (let i = 1; i < score.length; i++) {
    const stop = score[i]!;
    const before = score[i - 1]!;
    if (!STOPS.has(stop.phone) || before.phone === 'sil') continue;
    const earliest = Math.max(before.startMs + 15, stop.startMs - LONGEST_CLOSURE);
    let start = stop.startMs;
    // The reported time may lie a little inside the burst.
    for (let back = 5; back <= 25; back += 4) {
      if (stop.startMs - back < earliest) break;
      if (!isQuiet(pcm16k, stop.startMs - back)) continue;
      start = stop.startMs - back;
      while (start - 5 >= earliest && isQuiet(pcm16k, start - 5)) start -= 5;
      break;
    }
    stop.startMs = start;
    before.endMs = start;
  }
};
