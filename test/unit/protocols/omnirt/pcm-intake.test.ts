/** PCM as clients send it, made 16 kHz mono. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PcmIntake } from '../../../../src/main/protocols/omnirt/pcm-intake.ts';

const toBytes = (samples: Int16Array): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
const tone = (rate: number, hz: number, count: number): Int16Array =>
  Int16Array.from({ length: count }, (_, i) => Math.round(10_000 * Math.sin((2 * Math.PI * hz * i) / rate)));
const levelOf = (samples: Int16Array): number =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);

test('16 kHz mono passes unchanged', () => {
  const samples = tone(16_000, 440, 320);
  expect(new PcmIntake(16_000, 1).take(toBytes(samples))).toEqual(samples);
});

test('channels are averaged', () => {
  const stereo = Int16Array.from([100, 300, -4, 4]);
  expect([...new PcmIntake(16_000, 2).take(toBytes(stereo))]).toEqual([200, 0]);
});

test.each([24_000, 48_000, 44_100, 8000])('%i Hz: the speech stays, pieces make no difference', rate => {
  const samples = tone(rate, 440, rate);
  const whole = new PcmIntake(rate, 1).take(toBytes(samples));
  expect(whole.length).toBe(16_000);
  expect(levelOf(whole) / levelOf(samples)).toBeCloseTo(1, 1);
  fc.assert(
    fc.property(fc.integer({ min: 37, max: 5000 }), size => {
      const intake = new PcmIntake(rate, 1);
      const pieces: number[] = [];
      for (let at = 0; at < samples.length; at += size)
        pieces.push(...intake.take(toBytes(samples.slice(at, at + size))));
      expect(Int16Array.from(pieces)).toEqual(whole);
    }),
    { numRuns: 5 },
  );
});

test('what 16 kHz cannot carry is filtered out', () => {
  const whole = new PcmIntake(48_000, 1).take(toBytes(tone(48_000, 12_000, 48_000)));
  expect(levelOf(whole)).toBeLessThan(400);
});
