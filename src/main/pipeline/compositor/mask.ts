/** Soft masks and what is done to them: shapes, growth, blur, distance. Knows no mouths. */

/** Weights 0..1, row-major. */
export type Mask = { width: number; height: number; data: Float32Array };

/** A point in pixels. */
export type Point = readonly [number, number];

/** A mask of zeros. */
export const createMask = (width: number, height: number): Mask => ({
  width,
  height,
  data: new Float32Array(width * height),
});

/** A copy. */
export const copyMask = (mask: Mask): Mask => ({ ...mask, data: mask.data.slice() });

/** The smallest odd whole number of pixels that is at least 1 and not below `size`'s whole part. */
export const oddSize = (size: number): number => Math.max(1, Math.floor(size) | 1);

/** Convex hull, counter-clockwise. */
export const convexHull = (points: readonly Point[]): Point[] => {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const cross = (o: Point, a: Point, b: Point): number =>
    (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list: readonly Point[]): Point[] => {
    const hull: Point[] = [];
    for (const point of list) {
      while (hull.length >= 2 && cross(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
      hull.push(point);
    }
    hull.pop();
    return hull;
  };
  return [...half(sorted), ...half(sorted.reverse())];
};

/** Sets the pixels whose centres lie inside or on a convex polygon to 1. */
export const fillConvex = (mask: Mask, polygon: readonly Point[]): void => {
  const ys = polygon.map(p => p[1]);
  const from = Math.max(0, Math.ceil(Math.min(...ys)));
  const to = Math.min(mask.height - 1, Math.floor(Math.max(...ys)));
  for (let y = from; y <= to; y++) {
    let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < polygon.length; i++) {
      const a = polygon[i]!;
      const b = polygon[(i + 1) % polygon.length]!;
      if ((y < a[1] && y < b[1]) || (y > a[1] && y > b[1])) continue;
      const xs = a[1] === b[1] ? [a[0], b[0]] : [a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])];
      left = Math.min(left, ...xs);
      right = Math.max(right, ...xs);
    }
    for (let x = Math.max(0, Math.round(left)); x <= Math.min(mask.width - 1, Math.round(right)); x++)
      mask.data[y * mask.width + x] = 1;
  }
};

/** Sets the pixels of an upright ellipse to `value`. */
export const fillEllipse = (mask: Mask, cx: number, cy: number, rx: number, ry: number, value = 1): void => {
  for (let y = Math.max(0, Math.ceil(cy - ry)); y <= Math.min(mask.height - 1, cy + ry); y++) {
    const reach = rx * Math.sqrt(Math.max(0, 1 - ((y - cy) / Math.max(0.5, ry)) ** 2));
    for (let x = Math.max(0, Math.ceil(cx - reach)); x <= Math.min(mask.width - 1, cx + reach); x++)
      mask.data[y * mask.width + x] = value;
  }
};

/** Half-widths of an elliptic structuring element of odd size, one for each of its rows. */
const ellipseRows = (sizeX: number, sizeY: number): number[] => {
  const [rx, ry] = [(sizeX - 1) / 2, (sizeY - 1) / 2];
  return Array.from({ length: sizeY }, (_, i) => {
    const dy = i - ry;
    return ry === 0 ? rx : Math.round(rx * Math.sqrt(Math.max(0, 1 - (dy * dy) / (ry * ry))));
  });
};

/** Grey dilation with an element given by its rows' half-widths. */
const dilate = (mask: Mask, rows: readonly number[]): Mask => {
  const out = createMask(mask.width, mask.height);
  const ry = (rows.length - 1) / 2;
  for (let y = 0; y < mask.height; y++)
    for (let x = 0; x < mask.width; x++) {
      const value = mask.data[y * mask.width + x]!;
      if (value === 0) continue;
      rows.forEach((reach, i) => {
        const ty = y + i - ry;
        if (ty < 0 || ty >= mask.height) return;
        for (let tx = Math.max(0, x - reach); tx <= Math.min(mask.width - 1, x + reach); tx++) {
          const k = ty * mask.width + tx;
          if (out.data[k]! < value) out.data[k] = value;
        }
      });
    }
  return out;
};

/** Dilation with an elliptic element of odd size. */
export const dilateEllipse = (mask: Mask, sizeX: number, sizeY: number): Mask =>
  dilate(mask, ellipseRows(sizeX, sizeY));

/** Dilation of a 0/1 mask with a solid square of any size, in two passes; the element's middle is at size / 2, rounded down. */
export const dilateSquare = (mask: Mask, size: number): Mask => {
  const before = Math.floor(size / 2);
  const after = size - 1 - before;
  const pass = (
    source: Float32Array,
    count: number,
    length: number,
    step: number,
    stride: number,
  ): Float32Array => {
    const out = new Float32Array(source.length);
    for (let line = 0; line < count; line++) {
      let until = -1;
      for (let i = 0; i < length; i++) {
        if (source[line * stride + i * step]! === 0) continue;
        const to = Math.min(length - 1, i + before);
        for (let j = Math.max(until + 1, i - after, 0); j <= to; j++) out[line * stride + j * step] = 1;
        until = Math.max(until, to);
      }
    }
    return out;
  };
  const { width, height } = mask;
  const across = pass(mask.data, height, width, 1, width);
  return { width, height, data: pass(across, width, height, width, 1) };
};

/** Gaussian weights for an odd size, with the width image libraries derive from it. */
const gaussianKernel = (size: number): Float32Array => {
  const sigma = 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
  const reach = (size - 1) / 2;
  const kernel = Float32Array.from({ length: size }, (_, i) =>
    Math.exp(-((i - reach) * (i - reach)) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  return kernel.map(v => v / sum);
};

/** Gaussian blur with odd kernel sizes; the picture is mirrored at its borders. */
export const blur = (mask: Mask, sizeX: number, sizeY: number = sizeX): Mask => {
  const { width, height } = mask;
  const mirrored = (i: number, length: number): number => {
    if (length === 1) return 0;
    let k = i;
    while (k < 0 || k >= length) k = k < 0 ? -k : 2 * length - 2 - k;
    return k;
  };
  const pass = (source: Float32Array, kernel: Float32Array, along: boolean): Float32Array => {
    const out = new Float32Array(source.length);
    const reach = (kernel.length - 1) / 2;
    const length = along ? width : height;
    const step = along ? 1 : width;
    for (let line = 0; line < (along ? height : width); line++) {
      const base = along ? line * width : line;
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let k = 0; k < kernel.length; k++)
          sum += kernel[k]! * source[base + mirrored(i + k - reach, length) * step]!;
        out[base + i * step] = sum;
      }
    }
    return out;
  };
  const rows = sizeX > 1 ? pass(mask.data, gaussianKernel(sizeX), true) : mask.data;
  return { width, height, data: sizeY > 1 ? pass(rows, gaussianKernel(sizeY), false) : rows };
};

/** Euclidean distance of each pixel of a 0/1 mask from its nearest zero; 0 everywhere when there is none. */
export const distanceInside = (mask: Mask): Mask => {
  const { width, height } = mask;
  const far = width * width + height * height;
  const squared = Float64Array.from(mask.data, v => (v > 0 ? far : 0));
  const line = (base: number, length: number, step: number): void => {
    const hull = new Int32Array(length);
    const bounds = new Float64Array(length + 1);
    const values = Float64Array.from({ length }, (_, i) => squared[base + i * step]!);
    let k = 0;
    bounds[0] = Number.NEGATIVE_INFINITY;
    bounds[1] = Number.POSITIVE_INFINITY;
    for (let q = 1; q < length; q++) {
      const meet = (): number =>
        (values[q]! + q * q - (values[hull[k]!]! + hull[k]! ** 2)) / (2 * q - 2 * hull[k]!);
      let s = meet();
      while (k > 0 && s <= bounds[k]!) {
        k--;
        s = meet();
      }
      k++;
      hull[k] = q;
      bounds[k] = s;
      bounds[k + 1] = Number.POSITIVE_INFINITY;
    }
    k = 0;
    for (let q = 0; q < length; q++) {
      while (bounds[k + 1]! < q) k++;
      squared[base + q * step] = (q - hull[k]!) ** 2 + values[hull[k]!]!;
    }
  };
  for (let x = 0; x < width; x++) line(x, height, width);
  for (let y = 0; y < height; y++) line(y * width, width, 1);
  const out = createMask(width, height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = squared[i]! >= far ? 0 : Math.sqrt(squared[i]!);
  return out;
};

/** Scales so that the largest weight is 1, limits to 0..1 and drops weights below `least`. */
export const normalisePeak = (mask: Mask, least: number): Mask => {
  let peak = 0;
  for (const v of mask.data) peak = Math.max(peak, v);
  const scale = peak > 0 ? 1 / peak : 0;
  const out = copyMask(mask);
  for (let i = 0; i < out.data.length; i++) {
    const v = Math.min(1, out.data[i]! * scale);
    out.data[i] = v < least ? 0 : v;
  }
  return out;
};
