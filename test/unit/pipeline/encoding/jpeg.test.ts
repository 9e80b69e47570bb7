/** JPEG of a frame: baseline 4:2:0, right size and colours, with and without alpha. */
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodeJpeg } from '../../../../src/main/pipeline/encoding/jpeg.ts';
import { createFrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';

test.each([3, 4] as const)('%i channels', async channels => {
  const frame = createFrameBuffer(130, 98, channels);
  for (let i = 0; i < 130 * 98; i++)
    frame.data.set(channels === 4 ? [200, 90, 30, 255] : [200, 90, 30], i * channels);
  const jpeg = await encodeJpeg(frame, 80);
  expect([...jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  const {
    width,
    height,
    format,
    chromaSubsampling,
    isProgressive,
    channels: found,
  } = await sharp(jpeg).metadata();
  expect({ width, height, format, chromaSubsampling, isProgressive, found }).toEqual({
    width: 130,
    height: 98,
    format: 'jpeg',
    chromaSubsampling: '4:2:0',
    isProgressive: false,
    found: 3,
  });
  const pixels = await sharp(jpeg).raw().toBuffer();
  [200, 90, 30].forEach((value, i) => {
    expect(Math.abs(pixels[i]! - value)).toBeLessThan(4);
  });
});
