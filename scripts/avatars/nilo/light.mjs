/** Looks at the figure: marches rays, lights what they hit. Colours are linear until the last step. */

import { length3, mix, step, unit } from './distance.mjs';
import {
  distanceTo,
  EYE,
  lashes,
  lipDistance,
  mottle,
  mouthCrease,
  PART,
  partAt,
  warmth,
} from './figure.mjs';

const FAR = 14;
const normalise = (x, y, z) => {
  const length = length3(x, y, z);
  return [x / length, y / length, z / length];
};
const KEY = normalise(-0.42, 0.52, 0.85);
const FILL = normalise(0.75, 0.05, 0.6);
const RIM = normalise(0.72, 0.35, -0.62);
const RIM_LEFT = normalise(-0.8, 0.25, -0.6);

const march = (origin, direction, from, far) => {
  let along = from;
  for (let count = 0; count < 110 && along < far; count++) {
    const d = distanceTo(
      origin[0] + direction[0] * along,
      origin[1] + direction[1] * along,
      origin[2] + direction[2] * along,
    );
    if (d < 0.0006) return along;
    // The field is not quite a distance where parts blend: shorter steps keep thin lips and lids whole.
    along += d * 0.82;
  }
  // A ray that grazes an edge runs out of steps before it runs out of figure.
  return along < far ? along : far;
};

const normalAt = (x, y, z, size = 0.0014) => {
  const a = distanceTo(x + size, y - size, z - size);
  const b = distanceTo(x - size, y - size, z + size);
  const c = distanceTo(x - size, y + size, z - size);
  const d = distanceTo(x + size, y + size, z + size);
  return normalise(a - b - c + d, -a - b + c + d, -a + b - c + d);
};

const shadow = (x, y, z, light, softness) => {
  let lit = 1;
  let along = 0.03;
  for (let count = 0; count < 34 && along < 2.2; count++) {
    const d = distanceTo(x + light[0] * along, y + light[1] * along, z + light[2] * along);
    lit = Math.min(lit, (softness * d) / along);
    if (lit < 0.01) return 0;
    along += Math.min(0.2, Math.max(0.02, d));
  }
  return step(0, 1, lit);
};

const openness = (x, y, z, normal) => {
  let hidden = 0;
  let weight = 1;
  for (let count = 1; count <= 5; count++) {
    const reach = 0.035 * count * count * 0.55 + 0.02;
    hidden +=
      weight * (reach - distanceTo(x + normal[0] * reach, y + normal[1] * reach, z + normal[2] * reach));
    weight *= 0.62;
  }
  return unit(1 - 2.1 * hidden);
};

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const LASH = [0.02, 0.011, 0.009];

/** What a surface is made of at a point: albedo, gloss strength and sharpness, how far light wanders under it. */
const materialAt = (part, x, y, z) => {
  switch (part) {
    case PART.eye:
      return { ...eyeColour(x, y), gloss: 0.9, sharp: 260, soft: 0.1 };
    case PART.brow:
      return { colour: [0.03, 0.018, 0.014], gloss: 0.1, sharp: 14, soft: 0 };
    case PART.hair:
      return { colour: [0.026, 0.017, 0.015], gloss: 0.2, sharp: 14, soft: 0 };
    case PART.wool:
      return { colour: [0.62, 0.27, 0.04], gloss: 0.04, sharp: 6, soft: 0.12 };
    default: {
      const lip = step(0.016, -0.012, lipDistance(x, y, z));
      const warm = warmth(x, y, z);
      const uneven = 0.94 + 0.12 * mottle(x, y, z);
      const bare = [0.29 * uneven, 0.128 * uneven, 0.066 * uneven];
      const blood = [0.35, 0.095, 0.05];
      const red = [0.25, 0.052, 0.05];
      const lash = lashes(x, y, z);
      const crease = lip * mouthCrease(x, y, z);
      const colour = [0, 1, 2].map(
        index =>
          mix(mix(mix(bare[index], blood[index], warm * 0.55), red[index], lip), LASH[index], lash) *
          (1 - 0.8 * crease),
      );
      return { colour, gloss: mix(0.15, 0.2, lip) * (1 - crease), sharp: mix(20, 30, lip), soft: 0.5 };
    }
  }
};

const eyeColour = (x, y) => {
  const [u, v] = [(Math.abs(x) - EYE.x) * Math.sign(x), y - EYE.y];
  const radius = Math.hypot(u, v + 0.004);
  const angle = Math.atan2(v, u);
  const rays = 0.85 + 0.15 * Math.sin(angle * 23) * Math.sin(angle * 9 + 1);
  const white = [0.8, 0.76, 0.72];
  const ring = step(0.1, 0.115, radius);
  const inner = step(0.03, 0.11, radius);
  const iris = [mix(0.2, 0.07, inner) * rays, mix(0.08, 0.025, inner) * rays, mix(0.024, 0.01, inner) * rays];
  const rim = 1 - 0.75 * step(0.088, 0.108, radius);
  const pupil = step(0.046, 0.054, radius);
  const low = 1 + 0.9 * step(0.02, -0.08, v);
  return { colour: [0, 1, 2].map(index => mix(iris[index] * rim * low * pupil + 0.003, white[index], ring)) };
};

/** Light of one ray's hit, linear RGB. */
const shade = (x, y, z, view) => {
  const part = partAt(x, y, z);
  const normal = normalAt(x, y, z);
  const { colour, gloss, sharp, soft } = materialAt(part, x, y, z);
  const open = openness(x, y, z, normal);
  const keyShadow = shadow(x + normal[0] * 0.012, y + normal[1] * 0.012, z + normal[2] * 0.012, KEY, 4.5);
  const facing = dot(normal, KEY);
  const wrapped = unit((facing + soft * 0.45) / (1 + soft * 0.45));
  const out = [0, 0, 0];
  const fill = 0.5 + 0.5 * dot(normal, FILL);
  const sky = 0.5 + 0.5 * normal[1];
  const edge = (1 - unit(-dot(normal, view))) ** 3;
  const sheen = part === PART.wool ? 0.35 : 1;
  const rim = sheen * unit(dot(normal, RIM)) ** 1.4 * edge;
  const rimLeft = sheen * unit(dot(normal, RIM_LEFT)) ** 1.6 * edge;
  const half = normalise(KEY[0] - view[0], KEY[1] - view[1], KEY[2] - view[2]);
  const shine = gloss * unit(dot(normal, half)) ** sharp * (0.25 + 0.75 * keyShadow) * (sharp + 8) * 0.045;
  const halfFill = normalise(FILL[0] - view[0], FILL[1] - view[1], FILL[2] - view[2]);
  const shineFill = gloss * 0.16 * unit(dot(normal, halfFill)) ** sharp * (sharp + 8) * 0.045 * open;
  for (let index = 0; index < 3; index++) {
    // Light that wandered under skin comes out redder: shadows keep their red longer than their blue.
    const through = soft * [0.3, 0.08, 0.04][index];
    const key = wrapped * mix(keyShadow, 1, through) * [1.75, 1.58, 1.38][index];
    const ambient = open * (sky * [0.26, 0.31, 0.4][index] + fill * [0.34, 0.29, 0.26][index]);
    out[index] =
      colour[index] * (key + ambient) +
      rim * [0.5, 0.75, 1.15][index] * open * open +
      rimLeft * [0.85, 0.6, 0.4][index] * 0.55 * open * open;
    out[index] += (shine * [1, 0.95, 0.88][index] + shineFill * [0.8, 0.9, 1][index]) * (0.4 + 0.6 * open);
  }
  if (part === PART.eye) reflectWindow(out, x, y);
  return out;
};

// The window's reflection is painted: a real one would be lost under the lid.
const reflectWindow = (out, x, y) => {
  const u = x - Math.sign(x) * EYE.x;
  const v = y - EYE.y;
  const main = step(0.03, 0.022, Math.hypot((u + 0.036) * 1.05, v - 0.036));
  const second = 0.4 * step(0.016, 0.008, Math.hypot(u - 0.04, v + 0.045));
  const light = Math.max(main, second) * 1.6;
  for (let index = 0; index < 3; index++) out[index] = Math.max(out[index], light);
};

/** The backdrop: a soft light behind the head on slate blue. */
const backdrop = (u, v) => {
  const glow = Math.exp(-((u - 0.1) ** 2 + (v - 0.12) ** 2) / 0.55);
  return [mix(0.03, 0.16, glow), mix(0.052, 0.235, glow), mix(0.075, 0.29, glow)];
};

const CAMERA = [0, -0.3, 9.2];
const SPAN = 0.354;

/** A vector turned about the figure's upright axis. */
const turned = ([x, y, z], angle) => [
  x * Math.cos(angle) + z * Math.sin(angle),
  y,
  z * Math.cos(angle) - x * Math.sin(angle),
];

/**
 * Colour of the picture at (u, v): v from -1 (bottom) to 1 (top), u in the same unit; display-ready RGB 0..1.
 * `yaw` (radians) walks the camera round the figure.
 */
export const look = (u, v, yaw = 0) => {
  const direction = turned(normalise(u * SPAN * 0.76, v * SPAN * 0.76, -1.35), yaw);
  const camera = turned(CAMERA, yaw);
  const along = march(camera, direction, 6.8, FAR);
  let colour = backdrop(u, v);
  if (along < FAR) {
    const at = [0, 1, 2].map(axis => camera[axis] + direction[axis] * along);
    colour = shade(at[0], at[1], at[2], direction);
  }
  return colour.map(value => {
    // A filmic shoulder, then the sRGB curve.
    const exposed = value * 0.92;
    const mapped = unit((exposed * (2.51 * exposed + 0.03)) / (exposed * (2.43 * exposed + 0.59) + 0.14));
    return mapped <= 0.0031308 ? 12.92 * mapped : 1.055 * mapped ** (1 / 2.4) - 0.055;
  });
};
