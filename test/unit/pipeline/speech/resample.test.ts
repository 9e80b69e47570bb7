/** The resampler: same output for any cut, right length, flat pass band, no aliases. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resamplePcm } from '../../../../src/main/pipeline/speech/pcm.ts';
import { Resampler } from '../../../../src/main/pipeline/speech/resample.ts';

const concat = (pieces: readonly Float32Array[]): Float32Array => {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

const inPieces = (
  signal: Float32Array,
  sizes: readonly number[],
  fromHz: number,
  toHz: number,
): Float32Array => {
  const resampler = new Resampler(fromHz, toHz);
  const out: Float32Array[] = [];
  for (let at = 0, i = 0; at < signal.length; i++) {
    const size = sizes[i % sizes.length]!;
    out.push(resampler.push(signal.subarray(at, at + size)));
    at += size;
  }
  out.push(resampler.flush());
  return concat(out);
};

const tone = (hz: number, rate: number, seconds: number): Float32Array =>
  Float32Array.from(
    { length: Math.round(rate * seconds) },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate),
  );

const rms = (signal: Float32Array): number => {
  const inner = signal.subarray(signal.length >> 2, (signal.length * 3) >> 2);
  return Math.sqrt(inner.reduce((sum, x) => sum + x * x, 0) / inner.length);
};

describe('Resampler', () => {
  test.each([
    [44_100, 16_000],
    [48_000, 16_000],
    [22_050, 16_000],
    [8_000, 16_000],
    [16_000, 48_000],
    [11_127, 16_000],
    [16_000, 16_000],
  ])('%i → %i Hz: any pieces give the same samples and the promised length', (fromHz, toHz) => {
    const signal = tone(440, fromHz, 0.12);
    const whole = inPieces(signal, [signal.length], fromHz, toHz);
    expect(whole.length).toBe(Math.ceil((signal.length * toHz) / fromHz));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 9 }), sizes => {
        expect(inPieces(signal, sizes, fromHz, toHz)).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  test('a tone in the pass band keeps its level and its phase', () => {
    const out = inPieces(tone(1000, 44_100, 0.3), [1000], 44_100, 16_000);
    const wanted = tone(1000, 16_000, 0.3);
    for (let i = 400; i < out.length - 400; i++) expect(Math.abs(out[i]! - wanted[i]!)).toBeLessThan(1e-4);
  });

  test('a tone above the new Nyquist frequency is gone', () => {
    const level = rms(inPieces(tone(9500, 48_000, 0.3), [4096], 48_000, 16_000));
    expect(20 * Math.log10(level / (0.5 / Math.SQRT2))).toBeLessThan(-75);
  });

  test('can be used again after flush', () => {
    const resampler = new Resampler(22_050, 16_000);
    const signal = tone(300, 22_050, 0.1);
    const first = concat([resampler.push(signal), resampler.flush()]);
    expect(concat([resampler.push(signal), resampler.flush()])).toEqual(first);
  });
});

test('resamplePcm keeps full scale without wrapping', () => {
  const square = Int16Array.from({ length: 4000 }, (_, i) => (i % 40 < 20 ? 32767 : -32768));
  const out = resamplePcm(square, 44_100, 16_000);
  expect(Math.max(...out)).toBe(32767);
  expect(Math.min(...out)).toBe(-32768);
});
