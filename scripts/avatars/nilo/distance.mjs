/** Distances to simple solids and smooth ways to join them. Scalars in, scalars out: nothing is allocated. */

/** Clamps to 0..1. */
export const unit = value => Math.min(Math.max(value, 0), 1);

/** Hermite step from 0 at `low` to 1 at `high`. */
export const step = (low, high, value) => {
  const share = unit((value - low) / (high - low));
  return share * share * (3 - 2 * share);
};

/** Linear mix. */
export const mix = (from, to, share) => from + (to - from) * share;

/** Union with a fillet of size k. */
export const join = (a, b, k) => {
  const h = unit(0.5 + (0.5 * (b - a)) / k);
  return mix(b, a, h) - k * h * (1 - h);
};

/** a without b, with a fillet of size k. */
export const carve = (a, b, k) => -join(-a, b, k);

/** Length of (x, y, z): Math.hypot is several times slower. */
export const length3 = (x, y, z) => Math.sqrt(x * x + y * y + z * z);

/** Sphere. */
export const ball = (x, y, z, radius) => length3(x, y, z) - radius;

/** Ellipsoid with radii a, b, c (a bound, good near the surface). */
export const egg = (x, y, z, a, b, c) => {
  const k0 = length3(x / a, y / b, z / c);
  const k1 = length3(x / (a * a), y / (b * b), z / (c * c));
  return k1 === 0 ? -Math.min(a, b, c) : (k0 * (k0 - 1)) / k1;
};

/** Capsule from (ax, ay, az) to (bx, by, bz) whose radius goes from `from` to `to`. */
export const rod = (x, y, z, ax, ay, az, bx, by, bz, from, to) => {
  const dx = bx - ax;
  const dy = by - ay;
  const dz = bz - az;
  const share = unit(((x - ax) * dx + (y - ay) * dy + (z - az) * dz) / (dx * dx + dy * dy + dz * dz));
  return length3(x - ax - dx * share, y - ay - dy * share, z - az - dz * share) - mix(from, to, share);
};

/** Ring about the y axis. */
export const ring = (x, y, z, radius, thickness) =>
  length3(Math.sqrt(x * x + z * z) - radius, y, 0) - thickness;

const hash = (x, y, z) => {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(z, 2147483647 ^ 0x5bd1e995);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
};

/** Distance to the nearest of scattered points, one in each unit cell (0 at a point, about 1 far away). */
export const cells = (x, y, z) => {
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  const iz = Math.floor(z);
  let nearest = 9;
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (let dz = -1; dz <= 1; dz++) {
        const cx = ix + dx;
        const cy = iy + dy;
        const cz = iz + dz;
        const px = cx + 0.2 + 0.6 * hash(cx, cy, cz) - x;
        const py = cy + 0.2 + 0.6 * hash(cx + 17, cy, cz) - y;
        const pz = cz + 0.2 + 0.6 * hash(cx, cy + 31, cz) - z;
        nearest = Math.min(nearest, px * px + py * py + pz * pz);
      }
    }
  }
  return Math.sqrt(nearest);
};

/** Smooth noise 0..1 with features of size one. */
export const noise = (x, y, z) => {
  const [ix, iy, iz] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  const [fx, fy, fz] = [step(0, 1, x - ix), step(0, 1, y - iy), step(0, 1, z - iz)];
  const row = (dy, dz) => mix(hash(ix, iy + dy, iz + dz), hash(ix + 1, iy + dy, iz + dz), fx);
  return mix(mix(row(0, 0), row(1, 0), fy), mix(row(0, 1), row(1, 1), fy), fz);
};
