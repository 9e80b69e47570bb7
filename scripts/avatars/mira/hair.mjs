/** Mira's hair: a long bob parted on the picture's right. Coordinates: x = 0 is the middle of the face. */
import { blur, clip, curve, group, linear, path, strands } from './paint.mjs';

const BACK =
  'M0 182 C180 176 296 300 304 520 C310 690 322 830 286 930 C262 985 190 996 130 972 L-130 972 C-190 996 -262 985 -286 930 C-322 830 -310 690 -304 520 C-296 300 -180 176 0 182 Z';

// Each front half lies between the line along the face and the outline of the head; both run from the parting to the tip.
const LEFT_INNER = [
  [66, 300], [-10, 352], [-130, 380], [-186, 540],
  [-214, 640], [-212, 760], [-186, 872],
  [-184, 910], [-196, 940], [-216, 966],
];
const LEFT_OUTER = [
  [62, 196], [-110, 168], [-272, 280], [-294, 520],
  [-304, 660], [-318, 800], [-294, 912],
  [-284, 944], [-262, 964], [-236, 974],
];
const RIGHT_INNER = [
  [66, 300], [110, 330], [170, 400], [190, 540],
  [214, 640], [214, 760], [190, 872],
  [188, 910], [200, 940], [220, 966],
];
const RIGHT_OUTER = [
  [62, 196], [180, 178], [284, 300], [296, 520],
  [306, 660], [320, 800], [296, 912],
  [286, 944], [264, 964], [240, 974],
];

const outline = (inner, outer) => `${curve(inner)} L${outer.at(-1).join(' ')} ${curve(outer.toReversed()).slice(1).replace(/^[^C]*/, '')} Z`;

const LEFT = outline(LEFT_INNER, LEFT_OUTER);
const RIGHT = outline(RIGHT_INNER, RIGHT_OUTER);

/** Gradients and clips of the hair. */
export const hairDefinitions = () =>
  [
    clip('leftHair', LEFT),
    clip('rightHair', RIGHT),
    clip('backHair', BACK),
    linear('hair', [-260, 200, 240, 960], [
      [0, '#5a3a31'],
      [0.35, '#422821'],
      [1, '#2a1815'],
    ]),
    linear('hairBack', [0, 300, 0, 980], [
      [0, '#2c1915'],
      [1, '#1f110f'],
    ]),
  ].join('');

const TONES = [
  ['#7d5240', 0.5],
  ['#6b4436', 0.5],
  ['#1c0e0c', 0.4],
  ['#2a1613', 0.5],
  ['#94664c', 0.32],
];

/** The hair behind neck and ears. */
export const hairBehind = () =>
  group(
    {},
    path(BACK, { fill: 'url(#hairBack)' }),
    group(
      { 'clip-path': 'url(#backHair)' },
      strands(
        [[-140, 500], [-150, 700], [-150, 860], [-130, 985]],
        [[-310, 500], [-320, 700], [-320, 860], [-240, 985]],
        { count: 60, seed: 5, tones: TONES, thickness: [1, 3], spread: 6 },
      ),
      strands(
        [[140, 500], [150, 700], [150, 860], [130, 985]],
        [[310, 500], [320, 700], [320, 860], [240, 985]],
        { count: 60, seed: 6, tones: TONES, thickness: [1, 3], spread: 6 },
      ),
    ),
  );

const half = (shape, clipId, inner, outer, seed, lit) =>
  group(
    {},
    path(shape, { fill: 'url(#hair)' }),
    group(
      { 'clip-path': `url(#${clipId})` },
      strands(inner, outer, { count: 170, seed, tones: TONES, thickness: [0.8, 3.4], spread: 4 }),
      // The sheen follows the roundness of the head, broken up by strands drawn over it.
      path(lit, { fill: 'none', stroke: '#c8936a', 'stroke-opacity': 0.42, 'stroke-width': 44, filter: blur(18) }),
      strands(inner, outer, { count: 70, seed: seed + 50, tones: [['#2a1613', 0.5], ['#1c0e0c', 0.4], ['#a87552', 0.3]], thickness: [0.8, 2.4], spread: 4 }),
      path(curve(inner), { fill: 'none', stroke: '#160a09', 'stroke-opacity': 0.55, 'stroke-width': 16, filter: blur(8) }),
    ),
  );

/** What the hair throws on the face: drawn between the face and the hair in front of it. */
export const hairShadow = () =>
  group(
    { 'clip-path': 'url(#faceClip)' },
    path(LEFT, { fill: '#8a4638', 'fill-opacity': 0.5, filter: blur(12), transform: 'translate(14 18)' }),
    path(RIGHT, { fill: '#7d3d33', 'fill-opacity': 0.5, filter: blur(12), transform: 'translate(-10 18)' }),
  );

/** The hair in front of the face. */
export const hairInFront = () =>
  group(
    {},
    half(RIGHT, 'rightHair', RIGHT_INNER, RIGHT_OUTER, 31, 'M100 262 C190 290 240 370 252 460'),
    half(LEFT, 'leftHair', LEFT_INNER, LEFT_OUTER, 11, 'M10 262 C-110 264 -210 350 -240 470'),
    path('M64 198 C66 230 67 266 66 300', { stroke: '#120807', 'stroke-opacity': 0.6, 'stroke-width': 4, fill: 'none', filter: blur(2) }),
    // A few hairs that would not lie down.
    ...['M-60 186 C-120 176 -200 220 -256 300', 'M120 190 C200 196 276 270 302 380', 'M-304 560 C-318 680 -330 800 -300 920', 'M306 600 C318 700 332 820 304 930'].map(d =>
      path(d, { stroke: '#3a231e', 'stroke-opacity': 0.7, 'stroke-width': 1.6, fill: 'none' }),
    ),
  );
