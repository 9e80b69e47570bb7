/** The gate on made-up speech: tone bursts, noise, pauses. */
import { expect, test } from 'vitest';
import { SilenceGate } from '../../../../src/main/pipeline/patch/silence-gate.ts';

const tone = (ms: number, level: number): Int16Array =>
  Int16Array.from({ length: ms * 16 }, (_, i) => Math.sin(i * 0.21) * level * 32767);
/** Deterministic noise. */
const noise = (ms: number, level: number): Int16Array => {
  let seed = 1;
  return Int16Array.from({ length: ms * 16 }, () => {
    seed = (seed * 48271) % 2147483647;
    return (seed / 2147483647 - 0.5) * 2 * level * 32767;
  });
};

test.each([0, 0.003])('speech opens, a pause shuts, with a floor of %d', floor => {
  const gate = new SilenceGate();
  for (const part of [noise(600, floor), tone(500, 0.2), noise(1000, floor), tone(200, 0.2)]) gate.push(part);
  expect(gate.openAt(200_000)).toBe(0);
  expect(gate.openAt(560_000)).toBe(1);
  expect(gate.openAt(800_000)).toBe(1);
  expect(gate.openAt(1_200_000)).toBe(1);
  expect(gate.openAt(1_300_000)).toBeGreaterThan(0.05);
  expect(gate.openAt(1_300_000)).toBeLessThan(0.6);
  expect(gate.openAt(1_600_000)).toBe(0);
  expect(gate.openAt(2_060_000)).toBe(1);
});

test('the pauses between words do not shut it, and no step is a jump', () => {
  const gate = new SilenceGate();
  for (let i = 0; i < 8; i++) for (const part of [tone(180, 0.1), tone(140, 0)]) gate.push(part);
  let before = gate.openAt(0);
  for (let micros = 0; micros < 2_400_000; micros += 40_000) {
    const now = gate.openAt(micros);
    expect(now).toBe(1);
    expect(Math.abs(now - before)).toBeLessThan(0.5);
    before = now;
  }
});

test('a reset forgets, and so does what frames need no more', () => {
  const gate = new SilenceGate();
  gate.push(tone(1000, 0.2));
  gate.dropBefore(900_000);
  expect(gate.openAt(900_000)).toBe(1);
  expect(gate.openAt(300_000)).toBe(0);
  gate.reset();
  expect(gate.openAt(900_000)).toBe(0);
});
