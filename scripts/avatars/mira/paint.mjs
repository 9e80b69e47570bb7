/** Small SVG vocabulary of the illustrated portrait: shapes, blurred shading, seeded strands. Knows no face. */

/** A number for a path: at most two decimals. */
export const n = value => String(Math.round(value * 100) / 100);

/** A closed or open path element. */
export const path = (d, attributes = {}) => `<path d="${d}"${attributesOf(attributes)}/>`;

/** An ellipse element. */
export const ellipse = (cx, cy, rx, ry, attributes = {}) =>
  `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}"${attributesOf(attributes)}/>`;

/** A group. */
export const group = (attributes, ...children) => `<g${attributesOf(attributes)}>${children.join('')}</g>`;

/** The children and their mirror image about x = 0. */
export const both = (...children) =>
  group({}, ...children) + group({ transform: 'scale(-1 1)' }, ...children);

/** Blur of a standard deviation in pixels, from the set in `definitions`. */
export const blur = deviation => `url(#blur${deviation})`;

const BLURS = [1, 2, 3, 5, 8, 12, 18, 28, 44];

/** Definitions every drawing needs. */
export const blurDefinitions = () =>
  BLURS.map(
    deviation =>
      `<filter id="blur${deviation}" x="-100%" y="-100%" width="300%" height="300%"><feGaussianBlur stdDeviation="${deviation}"/></filter>`,
  ).join('');

/** A clip path. */
export const clip = (id, d) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`;

/** A linear gradient in user space; stops are [offset, colour, opacity?]. */
export const linear = (id, [x1, y1, x2, y2], stops) =>
  `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${stopsOf(stops)}</linearGradient>`;

/** A radial gradient in user space. */
export const radial = (id, [cx, cy, r], stops) =>
  `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${cx}" cy="${cy}" r="${r}">${stopsOf(stops)}</radialGradient>`;

const stopsOf = stops =>
  stops
    .map(
      ([offset, colour, opacity = 1]) =>
        `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
    )
    .join('');

const attributesOf = attributes =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');

/** Numbers 0..1 that are the same on every run (mulberry32). */
export const seeded = seed => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** A curve of cubic pieces as a flat list of points: start, then three points a piece. */
export const curve = points =>
  `M${n(points[0][0])} ${n(points[0][1])}` +
  points
    .slice(1)
    .map(([x, y], index) => `${index % 3 === 0 ? 'C' : ' '}${n(x)} ${n(y)}`)
    .join(' ');

/**
 * Strands of hair: `count` curves between two edge curves of equal length, with small seeded deviations.
 * `tones` are [colour, opacity] pairs, `thickness` the range of stroke widths in pixels.
 */
export const strands = (from, to, { count, seed, tones, thickness, spread = 3 }) => {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const share = random();
    const shift = (random() - 0.5) * 2 * spread;
    const points = from.map(([x, y], index) => {
      const [toX, toY] = to[index];
      const wander = shift + (random() - 0.5) * spread;
      return [x + (toX - x) * share + wander, y + (toY - y) * share + wander * 0.4];
    });
    const [colour, opacity] = tones[Math.floor(random() * tones.length)];
    return path(curve(points), {
      fill: 'none',
      stroke: colour,
      'stroke-opacity': n(opacity * (0.5 + random() / 2)),
      'stroke-width': n(thickness[0] + (thickness[1] - thickness[0]) * random() ** 2),
      'stroke-linecap': 'round',
    });
  }).join('');
};
