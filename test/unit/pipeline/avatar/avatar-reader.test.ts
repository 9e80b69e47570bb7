/** The reader on real files: landmarks, odd encodings, hostile files, framing, caches. Files are made here with sharp. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAvatarReader } from '../../../../src/main/pipeline/avatar/avatar-reader.ts';
import { CHIN, OUTER_EYE_CORNERS } from '../../../../src/main/pipeline/face/landmark-points.ts';
import type { FrameFit, PlainBackground } from '../../../../src/shared/avatar.ts';
import { MouthMetadata } from '../../../../src/shared/mouth-metadata.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const FACES = join(ROOT, 'test/fixtures/faces');
const astronaut = readFileSync(join(FACES, 'astronaut.png'));
const expected: {
  animation: { outer_lip: [number, number][]; inner_mouth: [number, number][] };
  eyes_outer: [[number, number], [number, number]];
  chin: [number, number];
} = JSON.parse(readFileSync(join(FACES, 'astronaut.landmarks.json'), 'utf8'));
const mira = readFileSync(join(ROOT, 'resources/avatars/mira/mira.png'));

let reader: Awaited<ReturnType<typeof createAvatarReader>>;
beforeAll(async () => {
  reader = await createAvatarReader({ modelsDir: join(ROOT, 'resources/models') });
});
afterAll(() => reader.close());

const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
const eyeDistance = apart(expected.eyes_outer[0], expected.eyes_outer[1]);
const target = (
  width: number,
  height: number,
  fit: FrameFit = 'cover',
  background: PlainBackground = { kind: 'transparent' },
) => ({ width, height, fit, background });

describe('analyse', () => {
  test('the astronaut: landmarks within 1.5 % of the eye distance, metadata in the schema', async () => {
    const analysis = await reader.analyse(astronaut);
    expect(analysis).toMatchObject({ format: 'png', width: 512, height: 512, hasAlpha: false });
    expect(analysis.sha256).toBe(createHash('sha256').update(astronaut).digest('hex'));
    expect(analysis.faces).toHaveLength(1);
    const { mouth, landmarks, score } = analysis.faces[0]!;
    expect(score).toBeGreaterThan(0.8);
    expect(MouthMetadata.parse(mouth)).toEqual(mouth);
    expect(mouth.source_image_hash).toBe(analysis.sha256);
    const at = (id: number): [number, number] => [landmarks[id * 3]!, landmarks[id * 3 + 1]!];
    const pairs: [readonly number[], readonly number[]][] = [
      ...mouth.animation.outer_lip!.map((point, index): [number[], number[]] => [
        point,
        expected.animation.outer_lip[index]!,
      ]),
      ...mouth.animation.inner_mouth!.map((point, index): [number[], number[]] => [
        point,
        expected.animation.inner_mouth[index]!,
      ]),
      [at(OUTER_EYE_CORNERS[0]), expected.eyes_outer[0]],
      [at(OUTER_EYE_CORNERS[1]), expected.eyes_outer[1]],
      [at(CHIN), expected.chin],
    ];
    for (const [found, wanted] of pairs) expect(apart(found, wanted) / eyeDistance).toBeLessThan(0.015);
    const thumbnail = await sharp(analysis.thumbnail).metadata();
    expect(thumbnail).toMatchObject({ format: 'jpeg', width: 512, height: 512 });
  });

  test.each([1, 3, 6, 8])('EXIF orientation %i is applied', async orientation => {
    // The stored pixels are turned the other way, so that the upright picture is the astronaut again.
    const undo = { 1: 0, 3: 180, 6: 270, 8: 90 }[orientation];
    const wide = await sharp(astronaut).extract({ left: 0, top: 0, width: 512, height: 400 }).toBuffer();
    const stored = await sharp(wide)
      .rotate(undo)
      .withMetadata({ orientation })
      .jpeg({ quality: 95 })
      .toBuffer();
    const { width, height, faces, thumbnail } = await reader.analyse(stored);
    expect([width, height]).toEqual([512, 400]);
    expect(faces).toHaveLength(1);
    const [x, y] = faces[0]!.mouth.animation.mouth_center;
    expect(x).toBeCloseTo(0.4365, 1);
    expect((y * 400) / 512).toBeCloseTo(0.283, 1);
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 512, height: 400 });
  });

  const small = () => sharp(astronaut).resize(400, 400);
  test.each([
    ['greyscale', () => small().greyscale().png(), false],
    ['16-bit colour', () => small().toColourspace('rgb16').png(), false],
    ['16-bit greyscale', () => small().toColourspace('grey16').png(), false],
    ['CMYK JPEG', () => small().toColourspace('cmyk').jpeg(), false],
    ['palette', () => small().png({ palette: true }), false],
    ['WebP with alpha', () => sharp(mira).resize(400).webp(), true],
    ['greyscale with alpha', () => sharp(mira).resize(400).greyscale().png(), true],
  ])('%s', async (_name, make, hasAlpha) => {
    const bytes = await make().toBuffer();
    const analysis = await reader.analyse(bytes);
    expect(analysis.hasAlpha).toBe(hasAlpha);
    expect(analysis.faces).toHaveLength(1);
    const frame = await reader.frame({ picture: bytes, mouth: null }, target(64, 96));
    expect(frame.picture).toMatchObject({ width: 64, height: 96, channels: 4 });
    expect(frame.picture.data).toHaveLength(64 * 96 * 4);
    expect(frame.hasAlpha).toBe(hasAlpha);
  });

  test('an animated WebP shows its first frame', async () => {
    const first = await sharp(mira).resize(320, 400).png().toBuffer();
    const second = await sharp({ create: { width: 320, height: 400, channels: 4, background: 'red' } })
      .png()
      .toBuffer();
    const bytes = await sharp([first, second], { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await reader.analyse(bytes)).toMatchObject({
      width: 320,
      height: 400,
      faces: [expect.anything()],
    });
  });

  test('two small faces in a large picture are found by tiles, larger first, lips in place', async () => {
    const face = (size: number) => sharp(astronaut).resize(size).png().toBuffer();
    const bytes = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#70808c' } })
      .composite([
        { input: await face(420), left: 100, top: 650 },
        { input: await face(330), left: 1150, top: 200 },
      ])
      .png()
      .toBuffer();
    const { faces } = await reader.analyse(bytes);
    expect(faces).toHaveLength(2);
    for (const [index, [left, top, size]] of [
      [100, 650, 420],
      [1150, 200, 330],
    ].entries()) {
      const [x, y] = faces[index]!.mouth.animation.mouth_center;
      expect(
        Math.hypot(x * 1600 - (left! + 0.4365 * size!), y * 1200 - (top! + 0.2829 * size!)),
      ).toBeLessThan(0.04 * eyeDistance * size! + 1);
    }
  });

  test('a face turned by 30° is found, its far half narrower', async () => {
    const { faces } = await reader.analyse(readFileSync(join(FACES, 'nilo-three-quarter.png')));
    expect(faces).toHaveLength(1);
    const { landmarks } = faces[0]!;
    const noseTip = landmarks[4 * 3]!;
    const right = noseTip - landmarks[OUTER_EYE_CORNERS[0] * 3]!;
    const left = landmarks[OUTER_EYE_CORNERS[1] * 3]! - noseTip;
    expect(Math.max(right, left) / Math.min(right, left)).toBeGreaterThan(1.5);
  });

  test('no face: the picture is kept, nothing is invented', async () => {
    const bytes = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#70808c' } })
      .png()
      .toBuffer();
    expect((await reader.analyse(bytes)).faces).toEqual([]);
    const frame = await reader.frame({ picture: bytes, mouth: null }, target(128, 128));
    expect(frame).toMatchObject({ mouth: null, landmarks: null, cacheHit: false });
  });

  test.each([
    ['a PNG cut short', astronaut.subarray(0, 200_000)],
    [
      'a PNG with damaged data',
      Buffer.concat([astronaut.subarray(0, 60_000), Buffer.alloc(9000), astronaut.subarray(69_000)]),
    ],
    ['a PNG header before text', Buffer.concat([astronaut.subarray(0, 33), Buffer.from('and then nothing')])],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')],
  ])('%s is refused with a reason, twice', async (_name, bytes) => {
    const refusal = { code: 'avatar/unreadable', message: expect.stringContaining('PNG, JPEG or WebP') };
    await expect(reader.analyse(bytes)).rejects.toMatchObject(refusal);
    await expect(reader.frame({ picture: bytes, mouth: null }, target(64, 64))).rejects.toMatchObject(
      refusal,
    );
  });
});

describe('frame', () => {
  test('maps mouth and landmarks onto the framed pixels, for every fit', async () => {
    for (const fit of ['cover', 'contain', 'stretch'] as const) {
      const assets = await reader.frame({ picture: astronaut, mouth: null }, target(416, 704, fit));
      const rgb = await sharp(assets.picture.data, { raw: { width: 416, height: 704, channels: 4 } })
        .png()
        .toBuffer();
      const again = await reader.analyse(rgb);
      const scale =
        assets.landmarks![OUTER_EYE_CORNERS[1] * 3]! - assets.landmarks![OUTER_EYE_CORNERS[0] * 3]!;
      const found = again.faces[0]!.mouth.animation.mouth_center;
      const mapped = assets.mouth!.animation.mouth_center;
      expect(Math.abs(found[0] - mapped[0]) / scale, fit).toBeLessThan(0.03);
      expect((Math.abs(found[1] - mapped[1]) * 704) / 416 / scale, fit).toBeLessThan(0.06);
    }
  });

  test('caches by what matters, and gives each caller pixels of its own', async () => {
    const ask = () => reader.frame({ picture: astronaut, mouth: null }, target(200, 240));
    const [first, second] = await Promise.all([ask(), ask()]);
    expect([first.cacheHit, second.cacheHit].sort()).toEqual([false, true]);
    first.picture.data.fill(0);
    first.landmarks!.fill(0);
    const third = await ask();
    expect(third.cacheHit).toBe(true);
    expect(third.picture.data.some(value => value !== 0)).toBe(true);
    expect(third.landmarks![0]).not.toBe(0);
    expect(
      (await reader.frame({ picture: astronaut, mouth: null }, target(200, 240, 'stretch'))).cacheHit,
    ).toBe(false);
    const mouth = (await reader.analyse(astronaut)).faces[0]!.mouth;
    expect((await reader.frame({ picture: astronaut, mouth }, target(200, 240))).cacheHit).toBe(false);
  });

  test('alpha stays, or goes over a colour; contain adds the background', async () => {
    const clear = await reader.frame({ picture: mira, mouth: null }, target(120, 150));
    expect([clear.hasAlpha, clear.picture.data[3]]).toEqual([true, 0]);
    const colour: PlainBackground = { kind: 'colour', rgb: [10, 200, 30] };
    const filled = await reader.frame({ picture: mira, mouth: null }, target(120, 150, 'cover', colour));
    expect([filled.hasAlpha, ...filled.picture.data.subarray(0, 4)]).toEqual([false, 10, 200, 30, 255]);
    const boxed = await reader.frame(
      { picture: astronaut, mouth: null },
      target(100, 200, 'contain', colour),
    );
    expect([...boxed.picture.data.subarray(0, 4)]).toEqual([10, 200, 30, 255]);
    const open = await reader.frame({ picture: astronaut, mouth: null }, target(100, 200, 'contain'));
    expect([open.hasAlpha, open.picture.data[3]]).toEqual([true, 0]);
  });

  test('metadata given by hand works without a face, and wins over one that is elsewhere', async () => {
    const hand: MouthMetadata = { animation: { mouth_center: [0.5, 0.75], mouth_rx: 0.06, mouth_ry: 0.02 } };
    const robot = await sharp({ create: { width: 600, height: 900, channels: 3, background: '#335577' } })
      .png()
      .toBuffer();
    const drawn = await reader.frame({ picture: robot, mouth: hand }, target(300, 300));
    expect(drawn.landmarks).toBeNull();
    expect(drawn.mouth!.animation.mouth_center[1]).toBeLessThan(0.95);
    expect(drawn.mouth!.animation.mouth_rx).toBeGreaterThanOrEqual(0.06);
    const elsewhere = await reader.frame({ picture: astronaut, mouth: hand }, target(256, 256));
    expect(elsewhere.landmarks).toBeNull();
    expect(elsewhere.mouth!.animation.mouth_center).toEqual([0.5, 0.75]);
    const near: MouthMetadata = {
      animation: { mouth_center: [0.45, 0.285], mouth_rx: 0.04, mouth_ry: 0.02 },
    };
    expect(
      (await reader.frame({ picture: astronaut, mouth: near }, target(256, 256))).landmarks,
    ).not.toBeNull();
  });

  test.each([
    [15, 100],
    [100, 5000],
    [99.5, 100],
    [Number.NaN, 100],
  ])('a frame of %s×%s is refused', async (width, height) => {
    await expect(
      reader.frame({ picture: astronaut, mouth: null }, target(width, height)),
    ).rejects.toMatchObject({
      code: 'session/bad-config',
    });
  });
});

test('the demo avatars say what the reader finds in them', async () => {
  for (const id of ['mira', 'nilo']) {
    const folder = join(ROOT, 'resources/avatars', id);
    const card: { id: string; file: string; mouth: unknown } = JSON.parse(
      readFileSync(join(folder, 'avatar.json'), 'utf8'),
    );
    expect(card.id).toBe(id);
    const { faces } = await reader.analyse(readFileSync(join(folder, card.file)));
    expect(faces).toHaveLength(1);
    const [found, written] = [faces[0]!.mouth, MouthMetadata.parse(card.mouth)];
    expect(found.source_image_hash).toBe(written.source_image_hash);
    // Not equal to the last digit: another CPU adds in another order.
    for (const [index, point] of found.animation.outer_lip!.entries()) {
      expect(apart(point, written.animation.outer_lip![index]!)).toBeLessThan(0.002);
    }
  }
});
