/** Colours of the mouth's inside, taken from the picture: skin, lip, and white of the eyes. Knows no shapes. */
import type { FrameBuffer } from '../../frame-buffer.ts';
import type { Face } from './face.ts';
import { EYE_LEFT, EYE_RIGHT } from './landmark-ids.ts';
import { smoothStep } from './smooth-step.ts';

/** RGB, 0..255. */
export type Colour = readonly [number, number, number];

/** What the mouth is painted with. */
export type MouthColours = {
  teeth: Colour;
  gum: Colour;
  tongue: Colour;
  cavity: Colour;
  skin: Colour /** 0 = a photo or a painting, 1 = flat drawing: its mouth is drawn flat too. */;
  flat: number;
};

/** Brightness of a colour, 0..255. */
export const lumaOf = ([r, g, b]: Colour): number => 0.299 * r + 0.587 * g + 0.114 * b;

const mix = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
const times = (a: Colour, k: number): Colour => [a[0] * k, a[1] * k, a[2] * k];

const averageAt = (picture: FrameBuffer, px: number, py: number, radius: number): Colour => {
  const sum = [0, 0, 0];
  let n = 0;
  for (
    let y = Math.max(0, Math.round(py - radius));
    y <= Math.min(picture.height - 1, Math.round(py + radius));
    y++
  )
    for (
      let x = Math.max(0, Math.round(px - radius));
      x <= Math.min(picture.width - 1, Math.round(px + radius));
      x++
    ) {
      const k = (y * picture.width + x) * 4;
      for (let c = 0; c < 3; c++) sum[c]! += picture.data[k + c]!;
      n++;
    }
  return n === 0 ? [128, 110, 100] : [sum[0]! / n, sum[1]! / n, sum[2]! / n];
};

/** Mean of the brightest quarter of the pixels inside both eyes. */
const eyeWhite = (picture: FrameBuffer, face: Face): Colour | null => {
  if (!face.eyesKnown) return null;
  const pixels: Colour[] = [];
  for (const eye of [EYE_RIGHT, EYE_LEFT]) {
    const points = eye.map(id => face.points.get(id)!);
    const [left, right] = [Math.min(...points.map(p => p.px)), Math.max(...points.map(p => p.px))];
    const [top, bottom] = [Math.min(...points.map(p => p.py)), Math.max(...points.map(p => p.py))];
    for (let y = Math.ceil(top); y <= bottom; y++)
      for (let x = Math.ceil(left); x <= right; x++) {
        if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) continue;
        const k = (y * picture.width + x) * 4;
        pixels.push([picture.data[k]!, picture.data[k + 1]!, picture.data[k + 2]!]);
      }
  }
  if (pixels.length < 8) return null;
  pixels.sort((a, b) => lumaOf(b) - lumaOf(a));
  const top = pixels.slice(0, Math.max(4, pixels.length >> 2));
  const sum = top.reduce((s, p) => [s[0]! + p[0], s[1]! + p[1], s[2]! + p[2]], [0, 0, 0]);
  return [sum[0]! / top.length, sum[1]! / top.length, sum[2]! / top.length];
};

/** Share of the pixels about the mouth that equal their neighbour exactly: only flat drawings have many. */
const flatnessOf = (picture: FrameBuffer, face: Face): number => {
  const { origin, unit } = face.head;
  let same = 0;
  let seen = 0;
  for (
    let y = Math.max(0, Math.round(origin[1] - 0.5 * unit));
    y < Math.min(picture.height, origin[1] + 0.4 * unit);
    y += 2
  )
    for (
      let x = Math.max(0, Math.round(origin[0] - 0.5 * unit));
      x < Math.min(picture.width - 1, origin[0] + 0.5 * unit);
      x += 2
    ) {
      const k = (y * picture.width + x) * 4;
      seen++;
      if (
        picture.data[k] === picture.data[k + 4] &&
        picture.data[k + 1] === picture.data[k + 5] &&
        picture.data[k + 2] === picture.data[k + 6]
      )
        same++;
    }
  return smoothStep(0.7, 0.9, seen === 0 ? 0 : same / seen);
};

/** Reads the colours off a picture. */
export const mouthColoursOf = (picture: FrameBuffer, face: Face): MouthColours => {
  const radius = Math.max(1, face.head.unit * 0.03);
  const at = (id: number): Colour => {
    const point = face.points.get(id)!;
    return averageAt(picture, point.px, point.py, radius);
  };
  const skin = mix(at(205), at(425), 0.5);
  const [low, high] = [face.points.get(14)!, face.points.get(17)!];
  const lip = averageAt(picture, (low.px + high.px) / 2, (low.py + high.py) / 2, Math.max(1, radius * 0.6));
  const light = Math.min(1.1, Math.max(0.35, lumaOf(skin) / 170));
  const seen = eyeWhite(picture, face);
  const ideal: Colour = times([236, 228, 214], Math.min(1, 0.25 + 0.75 * light));
  // Eyes in shadow or half shut give grey: never let teeth fall far below what the skin's light suggests.
  const teeth =
    seen === null ? ideal : mix(times(seen, lumaOf(ideal) / Math.max(40, lumaOf(seen))), ideal, 0.7);
  const flat = flatnessOf(picture, face);
  return {
    teeth: mix(teeth, [255, 252, 248], flat),
    skin,
    flat,
    gum: mix(times([196, 112, 108], light), times(lip, 0.9), 0.35),
    tongue: mix(mix(times([176, 86, 84], light), lip, 0.3), [232, 120, 118], flat),
    cavity: mix(mix(times([62, 24, 22], light), times(lip, 0.28), 0.4), [120, 42, 48], flat),
  };
};
