/** The tour's sound: the narrator at her times, and what the page sounded, quieter under her. */
import { decodeBlocks } from '../../../src/main/pipeline/speech/decode-audio.ts';
import { mixToMono } from '../../../src/main/pipeline/speech/pcm.ts';
import type { TourClock } from './tour-clock.ts';
import type { Cue } from './tour-guide.ts';
import { TOUR_RATE } from './tour-voice.ts';

/** What the page sounded from `startedAt` (ms since 1970) on, as WebM. */
export type Heard = { startedAt: number; base64: string };

/** The page's sound under the narrator, and how fast it gives way. */
const DUCKED = 0.16;
const DUCK_PER_SAMPLE = 1 / (0.12 * TOUR_RATE);
/** Edges of what is cut out are faded, ms. */
const FADE_MS = 12;

const at = (ms: number): number => Math.round((ms * TOUR_RATE) / 1000);

/** The narrator alone, `lengthMs` long. */
export const narration = (cues: readonly Cue[], lengthMs: number): Float32Array => {
  const track = new Float32Array(at(lengthMs));
  for (const { samples, fromMs } of cues)
    samples?.forEach((value, i) => {
      const place = at(fromMs) + i;
      if (place < track.length) track[place]! += value;
    });
  return track;
};

const decoded = async ({ base64 }: Heard): Promise<Float32Array> => {
  const parts: Float32Array[] = [];
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0) return new Float32Array(0);
  for await (const { sampleRate, channels } of decodeBlocks({ bytes }, { maxDurationS: 3600 })) {
    if (sampleRate !== TOUR_RATE) throw new Error(`The page's sound has ${sampleRate} Hz.`);
    parts.push(mixToMono(channels).slice());
  }
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
};

/** What the page sounded, at film times; silent where time is sped up. */
const pageTrack = async (heard: readonly Heard[], clock: TourClock, length: number) => {
  const track = new Float32Array(length);
  for (const one of heard) {
    const samples = await decoded(one);
    // In steps of a millisecond: time runs evenly within one.
    for (let ms = 0; ms * TOUR_RATE < samples.length * 1000; ms++) {
      const wallMs = one.startedAt + ms;
      if (clock.isLapsed(wallMs) || wallMs < clock.startMs) continue;
      const near = clock.isLapsed(wallMs + FADE_MS) || clock.isLapsed(wallMs - FADE_MS) ? 0.4 : 1;
      const place = at(clock.filmTime(wallMs));
      for (let i = 0; i < TOUR_RATE / 1000; i++) {
        const value = samples[at(ms) + i];
        if (value !== undefined && place + i < length) track[place + i] = value * near;
      }
    }
  }
  return track;
};

/** Both together, −1..1. */
export const mixTour = async (
  narrator: Float32Array,
  cues: readonly Cue[],
  heard: readonly Heard[],
  clock: TourClock,
): Promise<Float32Array> => {
  const page = await pageTrack(heard, clock, narrator.length);
  const spoken = cues.filter(({ samples }) => samples !== undefined);
  let gain = 1;
  let index = 0;
  for (let i = 0; i < page.length; i++) {
    while (index < spoken.length && at(spoken[index]!.toMs + 120) < i) index += 1;
    const next = spoken[index];
    const isUnder = next !== undefined && i > at(next.fromMs - 120);
    gain = isUnder ? Math.max(DUCKED, gain - DUCK_PER_SAMPLE) : Math.min(1, gain + DUCK_PER_SAMPLE);
    page[i] = Math.max(-1, Math.min(1, page[i]! * gain + narrator[i]!));
  }
  return page;
};
