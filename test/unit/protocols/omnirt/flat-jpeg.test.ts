/** The flat frames of the fake runtime. */
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { flatJpeg } from '../../../../src/main/protocols/omnirt/flat-jpeg.ts';

test.each([
  [416, 704, [37, 139, 96]],
  [32, 32, [0, 0, 96]],
  [17, 9, [254, 254, 96]],
  [1, 1, [128, 128, 128]],
  [2048, 2048, [255, 0, 0]],
] as const)('%i×%i of %j decodes to one flat colour', async (width, height, rgb) => {
  const { data, info } = await sharp(Buffer.from(flatJpeg(width, height, rgb)), { failOn: 'warning' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([width, height, 3]);
  for (let c = 0; c < 3; c++) {
    let low = 255;
    let high = 0;
    for (let i = c; i < data.length; i += 3) {
      low = Math.min(low, data[i]!);
      high = Math.max(high, data[i]!);
    }
    expect(high).toBe(low);
    expect(Math.abs(low - rgb[c]!)).toBeLessThanOrEqual(2);
  }
});
