/** Mira's hair: a long bob parted on the picture's right. Coordinates: x = 0 is the middle of the face. */
import { blur, clip, curve, group, linear, path, strands } from './paint.mjs';

const BACK =
  'M0 206 C150 206 262 310 276 520 C284 690 306 800 290 900 C280 960 240 1000 200 1006 C160 1010 110 990 84 960 L-84 960 C-110 990 -160 1010 -200 1006 C-240 1000 -280 960 -290 900 C-306 800 -284 690 -276 520 C-262 310 -150 206 0 206 Z';

// Each front half lies between the line along the face and the outline of the head; both run from the parting to the tip.
const LEFT_INNER = [
  [66, 304],
  [-6, 356],
  [-118, 384],
  [-178, 520],
  [-214, 606],
  [-218, 730],
  [-194, 840],
  [-180, 900],
  [-170, 950],
  [-160, 1004],
];
const LEFT_OUTER = [
  [58, 190],
  [-120, 160],
  [-262, 276],
  [-284, 500],
  [-292, 620],
  [-328, 750],
  [-326, 880],
  [-324, 944],
  [-298, 984],
  [-250, 1016],
];
const RIGHT_INNER = [
  [66, 304],
  [112, 330],
  [164, 392],
  [184, 520],
  [216, 606],
  [220, 730],
  [198, 840],
  [184, 900],
  [174, 950],
  [164, 1000],
];
const RIGHT_OUTER = [
  [58, 190],
  [170, 168],
  [272, 288],
  [286, 500],
  [294, 620],
  [328, 750],
  [328, 876],
  [326, 940],
  [300, 980],
  [254, 1012],
];

const outline = (inner, outer) =>
  `${curve(inner)} L${outer.at(-1).join(' ')} ${curve(outer.toReversed())
    .slice(1)
    .replace(/^[^C]*/, '')} Z`;

const LEFT = outline(LEFT_INNER, LEFT_OUTER);
const RIGHT = outline(RIGHT_INNER, RIGHT_OUTER);

/** Gradients and clips of the hair. */
export const hairDefinitions = () =>
  [
    clip('leftHair', LEFT),
    clip('rightHair', RIGHT),
    clip('backHair', BACK),
    linear(
      'hair',
      [-260, 200, 240, 960],
      [
        [0, '#5a3a31'],
        [0.35, '#422821'],
        [1, '#2a1815'],
      ],
    ),
    linear(
      'hairBack',
      [0, 300, 0, 980],
      [
        [0, '#2c1915'],
        [1, '#1f110f'],
      ],
    ),
  ].join('');

const TONES = [
  ['#8a5c46', 0.34],
  ['#75492f', 0.3],
  ['#6b4436', 0.4],
  ['#27130f', 0.26],
  ['#341c17', 0.36],
  ['#a9755a', 0.22],
];

/** The hair behind neck and ears. */
export const hairBehind = () =>
  group(
    {},
    path(BACK, { fill: 'url(#hairBack)' }),
    group(
      { 'clip-path': 'url(#backHair)' },
      strands(
        [
          [-140, 500],
          [-150, 700],
          [-150, 860],
          [-130, 985],
        ],
        [
          [-310, 500],
          [-320, 700],
          [-320, 860],
          [-240, 985],
        ],
        { count: 60, seed: 5, tones: TONES, thickness: [1, 3], spread: 6 },
      ),
      strands(
        [
          [140, 500],
          [150, 700],
          [150, 860],
          [130, 985],
        ],
        [
          [310, 500],
          [320, 700],
          [320, 860],
          [240, 985],
        ],
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
      strands(inner, outer, { count: 320, seed, tones: TONES, thickness: [0.7, 3], spread: 7 }),
      // The sheen follows the roundness of the head, broken up by strands drawn over it.
      path(lit, {
        fill: 'none',
        stroke: '#c8936a',
        'stroke-opacity': 0.4,
        'stroke-width': 56,
        filter: blur(28),
      }),
      strands(inner, outer, {
        count: 110,
        seed: seed + 50,
        tones: [
          ['#2f1a15', 0.3],
          ['#54342a', 0.3],
          ['#c79672', 0.2],
        ],
        thickness: [0.6, 1.8],
        spread: 8,
      }),
      path(curve(inner), {
        fill: 'none',
        stroke: '#160a09',
        'stroke-opacity': 0.4,
        'stroke-width': 18,
        filter: blur(12),
      }),
      path(curve(outer), {
        fill: 'none',
        stroke: '#160a09',
        'stroke-opacity': 0.5,
        'stroke-width': 40,
        filter: blur(18),
      }),
    ),
  );

/** What the hair throws on the face: drawn between the face and the hair in front of it. */
export const hairShadow = () =>
  group(
    { 'clip-path': 'url(#faceClip)' },
    path(LEFT, { fill: '#8a4638', 'fill-opacity': 0.5, filter: blur(12), transform: 'translate(14 18)' }),
    path(RIGHT, { fill: '#7d3d33', 'fill-opacity': 0.5, filter: blur(12), transform: 'translate(-10 18)' }),
  );

/** What the hair throws on the shoulders. */
export const hairOnShoulders = () =>
  group(
    { 'clip-path': 'url(#sweaterClip)' },
    path(LEFT, { fill: '#06191d', 'fill-opacity': 0.55, filter: blur(12), transform: 'translate(10 26)' }),
    path(RIGHT, { fill: '#06191d', 'fill-opacity': 0.55, filter: blur(12), transform: 'translate(6 26)' }),
  );

/** The hair in front of the face. */
export const hairInFront = () =>
  group(
    {},
    half(RIGHT, 'rightHair', RIGHT_INNER, RIGHT_OUTER, 31, 'M96 262 C176 286 232 360 246 470'),
    half(LEFT, 'leftHair', LEFT_INNER, LEFT_OUTER, 11, 'M0 262 C-110 264 -204 350 -236 480'),
    path('M58 196 C64 230 67 266 66 302', {
      stroke: '#120807',
      'stroke-opacity': 0.5,
      'stroke-width': 5,
      fill: 'none',
      filter: blur(2),
    }),
  );
