/** JPEG of a frame: baseline 4:2:0, right size and colours, as good and as small as a library's, for any size and quality. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createJpegCoder } from '../../../../src/main/pipeline/encoding/jpeg-coder.ts';
import { createJpegEncoder } from '../../../../src/main/pipeline/encoding/jpeg-encoder.ts';
import { createFrameBuffer, type FrameBuffer } from '../../../../src/main/pipeline/frame-buffer.ts';

const code = createJpegCoder();
const face = new URL('../../../fixtures/faces/astronaut.png', import.meta.url);

const photo = async (width: number, height: number, channels: 3 | 4): Promise<FrameBuffer> => {
  const work = sharp(await readFile(face)).resize(width, height, { fit: 'cover' });
  const data = await (channels === 3 ? work.removeAlpha() : work.ensureAlpha()).raw().toBuffer();
  return { ...createFrameBuffer(width, height, channels), data: new Uint8Array(data) };
};

const decode = async (jpeg: Uint8Array): Promise<Uint8Array> => sharp(jpeg).raw().toBuffer();

/** Peak signal to noise over all samples, dB. */
const psnr = (a: Uint8Array, b: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10((255 * 255 * a.length) / sum);
};

test.each([3, 4] as const)('%i channels', async channels => {
  const frame = createFrameBuffer(130, 98, channels);
  for (let i = 0; i < 130 * 98; i++)
    frame.data.set(channels === 4 ? [200, 90, 30, 255] : [200, 90, 30], i * channels);
  const jpeg = code(frame, 80);
  const { width, height, format, chromaSubsampling, isProgressive } = await sharp(jpeg).metadata();
  expect({ width, height, format, chromaSubsampling, isProgressive }).toEqual({
    width: 130,
    height: 98,
    format: 'jpeg',
    chromaSubsampling: '4:2:0',
    isProgressive: false,
  });
  const pixels = await decode(jpeg);
  for (let i = 0; i < pixels.length; i++)
    expect(Math.abs(pixels[i]! - [200, 90, 30][i % 3]!)).toBeLessThan(4);
});

test('alpha changes nothing', async () => {
  const [three, four] = [await photo(97, 61, 3), await photo(97, 61, 4)];
  expect(code(four, 80)).toEqual(code(three, 80));
});

describe.each([
  [416, 704],
  [129, 333],
  [17, 16],
  [1, 1],
])('%i×%i', (width, height) => {
  test.each([1, 30, 80, 95, 100])('at quality %i', async quality => {
    const frame = await photo(width, height, 3);
    const ours = code(frame, quality);
    const theirs = await sharp(frame.data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality, chromaSubsampling: '4:2:0', optimiseCoding: false })
      .toBuffer();
    expect(psnr(await decode(ours), frame.data)).toBeGreaterThan(
      Math.min(45, psnr(await decode(theirs), frame.data)) - 0.15,
    );
    expect(ours.length).toBeLessThan(theirs.length * 1.03 + 200);
  });
});

test('the worst of pictures, black and white checkers and noise, stay inside their room', async () => {
  const frame = createFrameBuffer(160, 96, 3);
  for (const paint of [
    (i: number) => ((Math.floor(i / 3) + Math.floor(i / 480)) % 2) * 255,
    (i: number) => (Math.imul(i + 1, 2654435761) >>> 16) & 255,
    (i: number) => (Math.floor(i / 3) % 16 < 8 ? 255 : 0),
  ]) {
    for (let i = 0; i < frame.data.length; i++) frame.data[i] = paint(i);
    const jpeg = code(frame, 100);
    expect(psnr(await decode(jpeg), frame.data)).toBeGreaterThan(8);
  }
});

test('a second thread gives the same bytes, in any number and size, and the frame may change at once', async () => {
  const frames = [await photo(416, 704, 3), await photo(97, 61, 4), await photo(640, 480, 3)];
  const expected = frames.map(frame => code(frame, 80));
  const encoder = createJpegEncoder();
  for (let round = 0; round < 12; round++) {
    const jobs = frames.flatMap(frame =>
      [0, 1, 2].map(() => {
        const scratch = { ...frame, data: frame.data.slice() };
        const job = encoder.encode(scratch, 80);
        scratch.data.fill(0);
        return job;
      }),
    );
    for (const [i, jpeg] of (await Promise.all(jobs)).entries())
      expect(Buffer.compare(jpeg, expected[Math.floor(i / 3)]!)).toBe(0);
  }
  await encoder.close();
  expect(Buffer.compare(await encoder.encode(frames[0]!, 80), expected[0]!)).toBe(0);
});
