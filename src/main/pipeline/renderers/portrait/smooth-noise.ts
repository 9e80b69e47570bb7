/** Seeded smooth noise: a pure function of seed, channel and time. Knows nothing of faces. */

/** A hash of three integers, 0..1. */
export const hashUnit = (seed: number, channel: number, index: number): number => {
  let h =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(channel + 0x632be5ab, 0xc2b2ae35) ^
    Math.imul(index, 0x27d4eb2f);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  h ^= h >>> 15;
  return (h >>> 0) / 4294967296;
};

/** Noise −1..1 with one value in `periodS` seconds, twice differentiable. */
export const smoothNoise = (seed: number, channel: number, timeS: number, periodS: number): number => {
  const place = timeS / periodS;
  const index = Math.floor(place);
  const t = place - index;
  const ease = t * t * t * (t * (t * 6 - 15) + 10);
  const a = hashUnit(seed, channel, index) * 2 - 1;
  const b = hashUnit(seed, channel, index + 1) * 2 - 1;
  return a + (b - a) * ease;
};
