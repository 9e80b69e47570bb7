/** Log-mel frames against numpy, and against themselves in pieces. */
import { describe, expect, test } from 'vitest';
import { LogMelStream } from '../../../../src/main/pipeline/features/log-mel.ts';
import { RealFft } from '../../../../src/main/pipeline/features/real-fft.ts';
import { RunningNormaliser } from '../../../../src/main/pipeline/features/running-normaliser.ts';
import { pieces, sentence } from '../articulation/sentence.ts';

const TAIL = 360;
const measure = (stream: LogMelStream, parts: readonly Int16Array[]): Float32Array => {
  const out = new Float32Array((sentence.frames + 8) * 40);
  let frames = 0;
  for (const part of parts) {
    expect(stream.framesIn(part.length)).toBeLessThan(sentence.frames + 1);
    const expected = stream.framesIn(part.length);
    expect(stream.push(part, out.subarray(frames * 40))).toBe(expected);
    frames += expected;
  }
  frames += stream.pushSilence(TAIL, out.subarray(frames * 40));
  return out.slice(0, frames * 40);
};
const worst = (a: Float32Array, b: Float32Array): number => {
  let largest = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
};

describe('RealFft', () => {
  test.each([4, 64, 400, 800])('agrees with the definition at size %i', size => {
    const frame = Float64Array.from(
      { length: size },
      (_, i) => Math.sin(i * 0.7) + 0.3 * Math.cos(i * 2.1) + i * 0.01,
    );
    const power = new Float64Array(size / 2 + 1);
    new RealFft(size).power(frame, power);
    for (let k = 0; k <= size / 2; k++) {
      let re = 0;
      let im = 0;
      for (let i = 0; i < size; i++) {
        re += frame[i]! * Math.cos((2 * Math.PI * k * i) / size);
        im -= frame[i]! * Math.sin((2 * Math.PI * k * i) / size);
      }
      expect(Math.abs(power[k]! - re * re - im * im)).toBeLessThan(1e-9 * size * size);
    }
  });

  test('refuses sizes with large prime factors', () => {
    expect(() => new RealFft(28)).toThrow(RangeError);
  });
});

describe('LogMelStream', () => {
  test('agrees with numpy, plain and normalised', () => {
    const plain = measure(new LogMelStream(sentence.features, null), [sentence.pcm]);
    expect(plain.length).toBeGreaterThanOrEqual(sentence.logMel.length);
    expect(worst(plain, sentence.logMel)).toBeLessThan(1e-3);
    const normalised = measure(new LogMelStream(sentence.features, sentence.normaliser), [sentence.pcm]);
    expect(worst(normalised, sentence.normalised)).toBeLessThan(1e-3);
  });

  test('a stream with another pre-emphasis does not', () => {
    const other = measure(new LogMelStream({ ...sentence.features, preEmphasis: 0.9 }, null), [sentence.pcm]);
    expect(worst(other, sentence.logMel)).toBeGreaterThan(1e-2);
  });

  test.each([1, 37, 160, 900])('gives the same bits in pieces of up to %i samples', largest => {
    const whole = measure(new LogMelStream(sentence.features, sentence.normaliser), [sentence.pcm]);
    const cut = measure(
      new LogMelStream(sentence.features, sentence.normaliser),
      pieces(sentence.pcm, largest),
    );
    expect(cut).toEqual(whole);
  });

  test('a restarted stream begins in silence but remembers the speaker', () => {
    const stream = new LogMelStream(sentence.features, sentence.normaliser);
    const first = measure(stream, [sentence.pcm]);
    stream.restart();
    expect(worst(measure(stream, [sentence.pcm]), first)).toBeGreaterThan(1e-3);
    stream.reset();
    expect(measure(stream, [sentence.pcm])).toEqual(first);
  });
});

describe('RunningNormaliser', () => {
  const bands = sentence.normaliser.initialMean.length;
  const afterSilence = (floorGate: number): number => {
    const normaliser = new RunningNormaliser({ ...sentence.normaliser, floorGate });
    for (const value of sentence.normaliser.initialMean) expect(value).toBeGreaterThan(-9);
    const speech = Float32Array.from(sentence.normaliser.initialMean);
    for (let i = 0; i < 100; i++)
      normaliser.normalise(
        Float32Array.from(speech, v => v + (i % 2 ? 0.2 : -2)),
        0,
      );
    const room = (i: number): Float32Array => new Float32Array(bands).fill(-10.5 + 0.2 * Math.sin(i));
    for (let i = 0; i < 6000; i++) normaliser.normalise(room(i), 0);
    const frame = Float32Array.from(speech);
    normaliser.normalise(frame, 0);
    return frame.reduce((sum, v) => sum + Math.abs(v), 0) / bands;
  };

  test('a minute of silence does not become the mean of speech', () => {
    expect(afterSilence(sentence.normaliser.floorGate)).toBeLessThan(0.6);
  });

  test('without its floor it would', () => {
    expect(afterSilence(-1000)).toBeGreaterThan(1.5);
  });
});
