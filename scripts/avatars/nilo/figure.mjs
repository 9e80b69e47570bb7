/** Nilo's shape: a head and shoulders as a distance field. x to the picture's right, y up, z to the viewer; the head is about 2 high. */
import { ball, carve, cells, egg, join, length3, mix, noise, ring, rod, step, unit } from './distance.mjs';

/** Parts with a material of their own. */
export const PART = { skin: 0, eye: 1, brow: 2, hair: 3, wool: 4 };

/** Eyeballs: centre (mirrored) and radius. */
export const EYE = { x: 0.315, y: 0.06, z: 0.6, radius: 0.2 };

/** Height of the closed mouth's line at distance |x| from the middle: corners slightly up. */
export const mouthLine = x => -0.55 + 0.62 * x * x;

const LIP_HALF = 0.288;

/** Depth of the lips' surface at distance |x|: they follow the roundness of the jaw. */
const lipDepth = x => 0.843 - 1.38 * x * x;

const upperLip = (x, y, z) => {
  const share = Math.min(x / LIP_HALF, 1);
  // Both peaks are summed on both sides: a term that has a slope at x = 0 would show the mirror's seam.
  const peaks = Math.exp(-((x - 0.06) ** 2) / 0.003) + Math.exp(-((x + 0.06) ** 2) / 0.003);
  const bow = 0.006 * peaks - 0.003 * Math.exp(-(x * x) / 0.001);
  const thick = 0.044 * (1 - share ** 2.4) + 0.002;
  return (
    length3(
      y - mouthLine(x) - thick * 0.8 - bow * 0.6,
      (z - lipDepth(x) + 0.014) * 0.72,
      Math.max(0, x - LIP_HALF),
    ) -
    thick -
    bow
  );
};

const lowerLip = (x, y, z) => {
  const share = Math.min(x / (LIP_HALF - 0.02), 1);
  const thick = 0.055 * (1 - share ** 2.2) + 0.002;
  return (
    length3(
      y - mouthLine(x) + thick * 0.82,
      (z - lipDepth(x) + 0.024) * 0.78,
      Math.max(0, x - LIP_HALF + 0.02),
    ) - thick
  );
};

/** How far a point is outside the lips' red; negative inside. */
export const lipDistance = (x, y, z) => Math.min(upperLip(Math.abs(x), y, z), lowerLip(Math.abs(x), y, z));

// The opening between the lids, seen from the front: two arcs, the upper one higher.
const lidOpening = (u, v) => {
  const tilted = v - 0.06 * u;
  const upper = length3(u + 0.01, tilted + 0.152, 0) - 0.225;
  const lower = length3(u, tilted - 0.2, 0) - 0.272;
  return Math.max(upper, lower);
};

/** How near a point of the lips is to where they meet: 1 on the line, 0 away from it. */
export const mouthCrease = (x, y, z) => {
  const ax = Math.abs(x);
  const difference = (upperLip(ax, y, z) - lowerLip(ax, y, z)) / 0.017;
  return Math.exp(-difference * difference);
};

const lids = (ax, y, z) => {
  const [u, v, w] = [ax - EYE.x, y - EYE.y, z - EYE.z];
  const shell = egg(u, v, w, 0.222, 0.216, 0.22);
  const opening = w > 0 ? lidOpening(u, v) : 1;
  return carve(shell, opening, 0.014);
};

const skull = (ax, y, z) => {
  let d = egg(ax, y - 0.3, z + 0.1, 0.8, 0.9, 0.92);
  d = join(d, egg(ax, y + 0.2, z - 0.12, 0.68, 0.8, 0.68), 0.2);
  d = join(d, egg(ax, y + 0.62, z - 0.24, 0.47, 0.38, 0.42), 0.22);
  d = join(d, ball(ax, y + 0.88, z - 0.47, 0.19), 0.24);
  d = join(d, ball(ax - 0.37, y + 0.24, z - 0.46, 0.24), 0.2);
  return d;
};

const nose = (ax, y, z) => {
  let d = rod(ax, y, z, 0, 0.16, 0.76, 0, -0.16, 0.93, 0.065, 0.085);
  d = join(d, ball(ax, y + 0.215, z - 0.955, 0.118), 0.07);
  return join(d, egg(ax - 0.112, y + 0.25, z - 0.875, 0.082, 0.07, 0.085), 0.055);
};

/** The skin: head, ears, neck. */
export const skin = (x, y, z) => {
  const ax = Math.abs(x);
  let d = skull(ax, y, z);
  d = join(d, rod(ax, y, z, 0, 0.27, 0.72, 0.4, 0.27, 0.58, 0.1, 0.09), 0.12);
  d = carve(d, egg(ax - EYE.x, y - EYE.y - 0.02, z - 0.9, 0.22, 0.13, 0.14), 0.13);
  d = join(d, lids(ax, y, z), 0.07);
  d = join(d, nose(ax, y, z), 0.085);
  d = carve(d, egg(ax - 0.06, y + 0.315, z - 0.93, 0.036, 0.026, 0.06), 0.028);
  // The muzzle under the lips, the groove under the nose, then the lips which meet in a crease.
  d = join(d, egg(ax, y + 0.52, z - 0.52, 0.34, 0.24, 0.317), 0.14);
  d = carve(d, rod(ax, y, z, 0, -0.36, 0.955, 0, -0.44, 0.935, 0.02, 0.028), 0.06);
  d = join(d, Math.min(upperLip(ax, y, z), lowerLip(ax, y, z)), 0.022);
  d = carve(d, ball(ax - LIP_HALF - 0.025, y - mouthLine(LIP_HALF) + 0.004, z - 0.8, 0.022), 0.06);
  const ear = carve(
    egg(ax - 0.83, y - 0.02, z + 0.02, 0.1, 0.23, 0.15),
    egg(ax - 0.9, y - 0.04, z - 0.06, 0.06, 0.14, 0.08),
    0.06,
  );
  d = join(d, ear, 0.07);
  return join(d, rod(ax, y, z, 0, -0.55, -0.14, 0, -1.35, -0.26, 0.4, 0.42), 0.14);
};

const eyes = (x, y, z) => ball(Math.abs(x) - EYE.x, y - EYE.y, z - EYE.z, EYE.radius);

/** Middle line of a brow as seen from the front, inner end to outer. */
const BROW = [
  [0.155, 0.3],
  [0.26, 0.337],
  [0.37, 0.35],
  [0.47, 0.332],
  [0.555, 0.285],
];

/** How much brow grows at a point of the forehead: 0 none, 1 full. */
export const browAt = (ax, y, z) => {
  if (y < 0.2 || y > 0.44 || ax < 0.1 || ax > 0.62 || z < 0.3) return 0;
  let growth = 0;
  for (let index = 1; index < BROW.length; index++) {
    const [fromX, fromY] = BROW[index - 1];
    const [toX, toY] = BROW[index];
    const share = unit(
      ((ax - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) /
        ((toX - fromX) ** 2 + (toY - fromY) ** 2),
    );
    const along = (index - 1 + share) / (BROW.length - 1);
    const reach = 0.042 * (1 - along ** 2.5 * 0.75) * (0.75 + 0.25 * step(0, 0.15, along));
    const away = length3(ax - mix(fromX, toX, share), y - mix(fromY, toY, share), 0);
    growth = Math.max(growth, step(reach, reach * 0.45, away));
  }
  return growth;
};

const hair = (x, y, z) => {
  const ax = Math.abs(x);
  const cap = egg(ax, y - 0.36, z + 0.145, 0.855, 0.93, 0.963);
  if (cap > 0.25) return cap - 0.1;
  // The hair line: a smooth edge over forehead and temples, sideburns before the ears, short at the neck.
  const face = egg(ax, y + 0.36, z - 0.74, 0.755, 1.075, 0.82);
  let d = carve(cap, face - 0.012 * noise(x * 22, y * 22, z * 22), 0.04);
  d = carve(d, egg(ax - 0.95, y + 0.26, z - 0.02, 0.26, 0.42, 0.2), 0.05);
  d = Math.max(d, -(y + 0.62));
  // Curls lie flat at the hair line and stand on the crown.
  const crown = (0.028 + 0.016 * step(0.3, 1.1, y)) * step(-0.025, 0.11, face);
  // Round curls, large and small: the square of the distance to a point is a dome, the distance itself a spike.
  const curls = 0.72 * cells(x * 15, y * 15, z * 15) ** 2 + 0.28 * cells(x * 33, y * 33, z * 33) ** 2;
  return (d + crown * (curls * 1.5 - 0.55)) * 0.85;
};

const wool = (x, y, z) => {
  const ax = Math.abs(x);
  let d = egg(ax, y + 2.62, z + 0.3, 1.62, 0.98, 0.72);
  d = join(d, rod(ax, y, z, 0, -1.5, -0.24, 1.05, -2.0, -0.36, 0.42, 0.4), 0.25);
  // A rolled collar of two folds, ribbed.
  const around = Math.atan2(x, z + 0.2);
  const rib = 0.008 * Math.cos(around * 64);
  const lean = y + 1.36 - 0.12 * (z + 0.2);
  let collar = ring(x, lean, z + 0.2, 0.475, 0.1);
  collar = join(collar, ring(x, lean + 0.13, z + 0.2, 0.53, 0.11), 0.05) + rib;
  d = join(d, collar, 0.06);
  if (d > 0.05) return d;
  // Knit: rows of small V stitches.
  const row = y * 26;
  const stitch = Math.abs(((x * 15 + 100.5) % 1) - 0.5) * 2;
  return d + 0.0028 * Math.cos((row + stitch * 0.9) * Math.PI * 2) * step(-1.45, -1.6, y);
};

/** Distance to the figure. */
export const distanceTo = (x, y, z) => {
  let d = y > -1.95 ? skin(x, y, z) : 9;
  if (d < 0.08) {
    const ax = Math.abs(x);
    const brow = browAt(ax, y, z);
    if (brow > 0) d -= brow * (0.014 + 0.012 * noise(ax * 80 + y * 60, y * 26 - ax * 20, 0));
  }
  d = Math.min(d, eyes(x, y, z));
  if (y > -0.8) d = Math.min(d, hair(x, y, z));
  if (y < -0.9) d = Math.min(d, wool(x, y, z));
  return d;
};

/** How near a point of the skin is to the edge of the upper lid: 1 on it (lashes), 0 away from it. */
export const lashes = (x, y, z) => {
  const [u, v] = [Math.abs(x) - EYE.x, y - EYE.y];
  if (z < EYE.z || Math.abs(u) > 0.24 || Math.abs(v) > 0.2) return 0;
  const edge = lidOpening(u, v);
  const upper = step(-0.02, 0.02, v - 0.06 * u - 0.01 + 0.05 * Math.abs(u));
  return step(0.03, 0.014, edge) * (0.3 + 0.7 * upper);
};

/** Which part the surface at a point belongs to. */
export const partAt = (x, y, z) => {
  const brow = browAt(Math.abs(x), y, z);
  const bare = skin(x, y, z) - brow * 0.026;
  const distances = [
    brow > 0.5 ? 9 : bare,
    eyes(x, y, z),
    brow > 0.5 ? bare : 9,
    hair(x, y, z),
    y < -0.9 ? wool(x, y, z) : 9,
  ];
  return distances.indexOf(Math.min(...distances));
};

/** Shades of skin that are no light: 1 where blood is near the surface (nose, cheeks, ears, chin). */
export const warmth = (x, y, z) => {
  const ax = Math.abs(x);
  const spot = (cx, cy, cz, size) =>
    Math.exp(-((ax - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) / (size * size));
  return Math.min(
    1,
    spot(0, -0.22, 1.02, 0.16) +
      0.8 * spot(0.42, -0.2, 0.7, 0.22) +
      spot(0.86, 0, 0, 0.2) +
      0.4 * spot(0, -0.9, 0.66, 0.16),
  );
};

/** A small unevenness of the skin, 0..1. */
export const mottle = (x, y, z) => mix(noise(x * 9, y * 9, z * 9), noise(x * 31, y * 31, z * 31), 0.4);
