/** Where the face is cut out: trusted metadata, else the detected face, else a guess; never the face box. */
import { describe, expect, test } from 'vitest';
import { createFrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import type { FramedPicture } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { faceCropOf } from '../../../../../src/main/pipeline/renderers/wav2lip/face-crop.ts';
import { MouthMetadata } from '../../../../../src/shared/mouth-metadata.ts';

const NO_PADS = [0, 0, 0, 0] as const;
const mouth = (more: object = {}): MouthMetadata =>
  MouthMetadata.parse({
    animation: { mouth_center: [0.5, 0.7], mouth_rx: 0.1, mouth_ry: 0.04 },
    face_box: [0, 0, 1, 1],
    ...more,
  });
const landmarks = Float32Array.from({ length: 1404 }, (_, i) =>
  i % 3 === 0 ? (i % 2 === 0 ? 0.3 : 0.7) : i % 3 === 1 ? (i % 2 === 0 ? 0.2 : 0.8) : 0,
);
const framed = (change: Partial<FramedPicture> = {}): FramedPicture => ({
  picture: createFrameBuffer(200, 100, 4),
  hasAlpha: false,
  mouth: mouth(),
  landmarks,
  ...change,
});

describe('faceCropOf', () => {
  test.each(['wav2lip_detector', 'asset_tuned'])('takes the crop of %s as it is, without pads', source => {
    const given = mouth({ model_crop: [0.25, 0.25, 0.75, 0.75], model_crop_source: source });
    expect(faceCropOf(framed({ mouth: given }), [5, 5, 5, 5])).toEqual({
      crop: { left: 50, top: 25, right: 150, bottom: 75 },
      source: 'metadata',
    });
  });

  test.each([undefined, 'face_box', 'mediapipe'])('does not trust a crop of source %s', source => {
    const given = mouth({ model_crop: [0.25, 0.25, 0.75, 0.75], model_crop_source: source });
    expect(faceCropOf(framed({ mouth: given }), NO_PADS)?.source).toBe('detected');
  });

  test('the detected face is the bounds of its landmarks, widened by the pads (top, bottom, left, right)', () => {
    expect(faceCropOf(framed(), NO_PADS)?.crop).toEqual({ left: 60, top: 20, right: 140, bottom: 80 });
    expect(faceCropOf(framed(), [1, 10, 3, 4])?.crop).toEqual({ left: 57, top: 19, right: 144, bottom: 90 });
    expect(faceCropOf(framed(), [0, 50, 0, 100])?.crop).toEqual({
      left: 60,
      top: 20,
      right: 200,
      bottom: 100,
    });
  });

  test('is guessed about a mouth drawn by hand, in its proportions, never the face box', () => {
    const found = faceCropOf(framed({ landmarks: null }), NO_PADS);
    expect(found?.source).toBe('guessed');
    const { left, right, top } = found!.crop;
    expect((left + right) / 2).toBe(100);
    expect(right - left).toBe(108);
    expect(top).toBe(0);
  });

  test('is nothing without a mouth, or where hardly anything of the face is in the picture', () => {
    expect(faceCropOf(framed({ mouth: null }), NO_PADS)).toBeNull();
    const outside = mouth({ model_crop: [0.98, 0, 1, 1], model_crop_source: 'asset_tuned' });
    expect(faceCropOf(framed({ mouth: outside }), NO_PADS)).toBeNull();
  });
});
