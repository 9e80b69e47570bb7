/** StreamResampler: pieces equal the whole, tones keep their pitch and loudness, aliases are gone. */
import { expect, test } from 'vitest';
import { StreamResampler } from '../../../../../src/renderer/features/stage/stream-resampler.ts';

const tone = (hz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, i) =>
    Math.sin((2 * Math.PI * hz * i) / rate),
  );

const joined = (pieces: Float32Array[]): Float32Array => {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

const resample = (samples: Float32Array, from: number, to: number, size: number): Float32Array => {
  const resampler = new StreamResampler(from, to);
  const pieces: Float32Array[] = [];
  for (let at = 0; at < samples.length; at += size)
    pieces.push(resampler.push(samples.subarray(at, at + size)));
  return joined([...pieces, resampler.flush()]);
};

test.each([
  [16_000, 48_000],
  [22_050, 48_000],
  [48_000, 16_000],
  [44_100, 16_000],
])('from %i to %i Hz in pieces of any size equals the whole', (from, to) => {
  const samples = tone(440, from, 0.25);
  const whole = resample(samples, from, to, samples.length);
  expect(whole.length).toBe(Math.floor((samples.length * to) / from));
  for (const size of [1, 127, 640, 4096]) expect(resample(samples, from, to, size)).toEqual(whole);
});

test.each([
  [16_000, 48_000, 3000],
  [48_000, 16_000, 3000],
])('keeps a tone: %i → %i Hz', (from, to, hz) => {
  const out = resample(tone(hz, from, 0.25), from, to, 640);
  const wanted = tone(hz, to, 0.25);
  let worst = 0;
  for (let i = 800; i < out.length - 800; i++) worst = Math.max(worst, Math.abs(out[i]! - wanted[i]!));
  expect(worst).toBeLessThan(0.02);
});

test('takes out what the lower rate cannot carry', () => {
  const out = resample(tone(12_000, 48_000, 0.25), 48_000, 16_000, 640);
  const middle = out.subarray(400, out.length - 400);
  expect(Math.max(...middle.map(Math.abs))).toBeLessThan(0.02);
});

test('hands samples through when the rates are the same', () => {
  const samples = tone(440, 48_000, 0.01);
  expect(new StreamResampler(48_000, 48_000).push(samples)).toBe(samples);
});
