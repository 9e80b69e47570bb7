/** Mira's eyes. Each is drawn about its own centre with x growing outward; light always falls from the upper left. */
import { blur, clip, ellipse, group, linear, path, radial } from './paint.mjs';

/** Eye centres from the middle of the face. */
const EYE_X = 97;
const EYE_Y = 556;

const OPENING = 'M-50 11 C-36 -18 8 -46 50 -6 C34 22 -16 33 -50 11 Z';
const UPPER_EDGE = 'M-50 11 C-36 -18 8 -46 50 -6';
/** The lash line: thin at the inner corner, heavy and lifted at the outer one. */
const LASH_LINE = 'M-52 12 C-38 -21 10 -51 57 -12 C55 -9 53 -7 50 -5 C10 -41 -34 -16 -52 12 Z';

/** Gradients and clips of the eyes. */
export const eyeDefinitions = () =>
  [
    clip('eyeClip', OPENING),
    linear(
      'eyeWhite',
      [0, -36, 0, 26],
      [
        [0, '#d8c8c4'],
        [0.4, '#f7f1ec'],
        [1, '#f3e6df'],
      ],
    ),
    radial(
      'iris',
      [2, 0, 27],
      [
        [0, '#a8763f'],
        [0.45, '#8a5a30'],
        [0.8, '#5d3820'],
        [1, '#2e1a12'],
      ],
    ),
  ].join('');

const IRIS_X = 1;
const IRIS_Y = -6;

const iris = side =>
  group(
    {},
    ellipse(IRIS_X, IRIS_Y, 27, 27, { fill: 'url(#iris)' }),
    ...Array.from({ length: 36 }, (_, index) => {
      const angle = (index / 36) * Math.PI * 2;
      const reach = 17 + 5 * Math.abs(Math.sin(index * 2.4));
      return path(
        `M${IRIS_X + Math.cos(angle) * 9} ${IRIS_Y + Math.sin(angle) * 9} L${IRIS_X + Math.cos(angle) * reach} ${IRIS_Y + Math.sin(angle) * reach}`,
        { stroke: index % 2 ? '#d09a5a' : '#3d2415', 'stroke-opacity': 0.28, 'stroke-width': 1.4 },
      );
    }),
    ellipse(IRIS_X, IRIS_Y + 11, 15, 9, { fill: '#d9a35f', 'fill-opacity': 0.55, filter: blur(3) }),
    ellipse(IRIS_X, IRIS_Y, 11.5, 11.5, { fill: '#140b0a' }),
    // The window's reflection is on the same side in both eyes, so it is turned back in the mirrored one.
    ellipse(IRIS_X - 9 * side, IRIS_Y - 9, 6.4, 7.2, { fill: '#ffffff', 'fill-opacity': 0.95 }),
    ellipse(IRIS_X + 9 * side, IRIS_Y + 10, 3.2, 2.6, { fill: '#ffffff', 'fill-opacity': 0.5 }),
  );

// Tapered wedges, not strokes: a lash ends in a point.
const LASHES = [
  [
    [24, -30],
    [28, -28],
    [37, -38],
  ],
  [
    [33, -24],
    [37, -21],
    [48, -31],
  ],
  [
    [41, -18],
    [45, -14],
    [58, -23],
  ],
];

const lashes = () =>
  LASHES.map(([[x1, y1], [x2, y2], [tipX, tipY]]) =>
    path(
      `M${x1} ${y1} Q${(x1 + tipX) / 2 + 2} ${(y1 + tipY) / 2 + 3} ${tipX} ${tipY} Q${(x2 + tipX) / 2 + 3} ${(y2 + tipY) / 2 + 3} ${x2} ${y2} Z`,
      { fill: '#24140f', 'fill-opacity': 0.9 },
    ),
  ).join('');

/** One eye; `side` is 1 on the picture's right and -1 on its left. */
const eye = side =>
  group(
    { transform: `scale(${side} 1) translate(${EYE_X} ${EYE_Y})` },
    // Socket: shade under the brow, warm lid, crease.
    path('M-62 -4 C-40 -58 30 -66 66 -22 C70 0 60 -10 50 -12 C10 -46 -36 -20 -62 -4 Z', {
      fill: '#a9604d',
      'fill-opacity': 0.42,
      filter: blur(8),
    }),
    path('M-50 -4 C-32 -40 22 -58 56 -20 C30 -44 -24 -30 -50 -4 Z', {
      fill: '#9c5646',
      'fill-opacity': 0.35,
      filter: blur(3),
    }),
    path('M-46 -10 C-26 -44 26 -58 60 -24', {
      stroke: '#7c4237',
      'stroke-opacity': 0.75,
      'stroke-width': 2.8,
      'stroke-linecap': 'round',
      fill: 'none',
      filter: blur(1),
    }),
    path(OPENING, { fill: 'url(#eyeWhite)' }),
    group(
      { 'clip-path': 'url(#eyeClip)' },
      ellipse(-47, 9, 9, 7, { fill: '#e4a197', 'fill-opacity': 0.9, filter: blur(2) }),
      iris(side),
      path(`${UPPER_EDGE} L60 -50 L-60 -50 Z`, { fill: '#3b2320', 'fill-opacity': 0.5, filter: blur(5) }),
    ),
    path('M-46 13 C-18 35 31 27 49 -3', {
      stroke: '#a8685a',
      'stroke-opacity': 0.75,
      'stroke-width': 2.6,
      fill: 'none',
      filter: blur(1),
    }),
    path('M-40 26 C-14 42 30 36 54 12', {
      stroke: '#b77360',
      'stroke-opacity': 0.35,
      'stroke-width': 5,
      fill: 'none',
      filter: blur(3),
    }),
    path(LASH_LINE, { fill: '#24140f' }),
    lashes(),
  );

/** Both eyes. */
export const eyes = () => eye(1) + eye(-1);
