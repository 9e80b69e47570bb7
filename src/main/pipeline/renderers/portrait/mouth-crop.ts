/** The part of a picture a moving mouth may touch, cut out as a small picture of its own. Knows no motion. */
import { mapLandmarks, mapMouth, mapOf } from '../../avatar/framing.ts';
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { AvatarAssets, FramedPicture } from '../renderer.ts';
import type { Region } from './controls.ts';
import type { Face } from './face.ts';
import { JAW_LINE } from './landmark-ids.ts';

/** Room beside the jaw, above the mouth and below the chin, eye distances: there the warp has come to rest. */
const BESIDE = 0.2;
const ABOVE = 0.5;
const BELOW = 0.42;
/** Smaller than this no mouth can be drawn, px. */
const SMALLEST = 24;

/** Where the crop of a face lies in its picture; null when the face lies outside. */
export const mouthCropOf = (face: Face, picture: { width: number; height: number }): Region | null => {
  const { head, points } = face;
  const jaw = JAW_LINE.map(id => points.get(id)!).filter(({ y }) => y > -0.6);
  const xs = jaw.map(({ px }) => px);
  const ys = jaw.map(({ py }) => py);
  const left = Math.max(0, Math.floor(Math.min(...xs) - BESIDE * head.unit));
  const right = Math.min(picture.width, Math.ceil(Math.max(...xs) + BESIDE * head.unit));
  const top = Math.max(0, Math.floor(head.origin[1] - ABOVE * head.unit));
  const bottom = Math.min(picture.height, Math.ceil(Math.max(...ys) + BELOW * head.unit));
  return right - left < SMALLEST || bottom - top < SMALLEST ? null : { left, top, right, bottom };
};

const cut = ({ width, data }: FrameBuffer, { left, top, right, bottom }: Region): FrameBuffer => {
  const size = { width: right - left, height: bottom - top };
  const out = new Uint8Array(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++) {
    const from = ((top + y) * width + left) * 4;
    out.set(data.subarray(from, from + size.width * 4), y * size.width * 4);
  }
  return { ...size, channels: 4, data: out };
};

/** The crop as an avatar of its own: mouth and landmarks lie in it as they lay in the picture. */
export const cropAssets = (framed: FramedPicture, region: Region): AvatarAssets => {
  const { picture, mouth, landmarks } = framed;
  const place = { left: 0, top: 0, width: region.right - region.left, height: region.bottom - region.top };
  const map = mapOf({ source: { ...place, left: region.left, top: region.top }, place }, picture, place);
  return {
    picture: cut(picture, region),
    hasAlpha: framed.hasAlpha,
    mouth: mouth && mapMouth(mouth, map),
    landmarks: landmarks && mapLandmarks(landmarks, map),
    frames: null,
  };
};
