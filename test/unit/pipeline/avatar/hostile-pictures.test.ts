/** Damaged files of every format: each is opened or refused with a named error, and nothing else happens. Seeded. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodeForAnalysis, openPicture } from '../../../../src/main/pipeline/avatar/picture-decoder.ts';
import { StudioError } from '../../../../src/shared/errors.ts';

const FACE = readFileSync(resolve(import.meta.dirname, '../../../fixtures/faces/astronaut.png'));

const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 4294967296;
};

test.each(['png', 'jpeg', 'webp'] as const)('%s with bytes changed, cut or doubled', async format => {
  const whole = await sharp(FACE).resize(48).toFormat(format).withMetadata({ orientation: 6 }).toBuffer();
  const random = seeded(7);
  const outcomes = new Set<string>();
  for (let run = 0; run < 120; run++) {
    let bytes = Buffer.from(whole);
    for (let change = 0; change < 1 + (run % 4); change++) {
      // Mostly in the header, where sizes and offsets are.
      const at = Math.floor(random() ** 3 * bytes.length);
      const kind = random();
      if (kind < 0.7) bytes[at] = Math.floor(random() * 256);
      else if (kind < 0.85) bytes = bytes.subarray(0, at);
      else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at >> 1)]);
      if (bytes.length === 0) break;
    }
    try {
      const picture = await openPicture(bytes);
      const pixels = await decodeForAnalysis(picture, 64);
      expect(pixels.data).toHaveLength(pixels.width * pixels.height * pixels.channels);
      outcomes.add('opened');
    } catch (error) {
      expect(error).toBeInstanceOf(StudioError);
      outcomes.add((error as StudioError).code);
    }
  }
  expect([...outcomes].every(code => code === 'opened' || code.startsWith('avatar/'))).toBe(true);
  expect(outcomes).toContain('opened');
  expect(outcomes).toContain('avatar/unreadable');
});
