/** Mira's neck, shoulders and sweater. Coordinates: x = 0 is the middle of the face. */
import { blur, clip, ellipse, group, linear, path, radial } from './paint.mjs';

const NECK =
  'M-104 740 C-100 850 -102 900 -112 945 C-122 985 -190 1010 -250 1040 L-250 1160 L250 1160 L250 1040 C190 1010 122 985 112 945 C102 900 100 850 104 740 Z';
const SWEATER =
  'M-150 985 C-190 1008 -300 1035 -372 1078 C-440 1120 -470 1190 -486 1300 L486 1300 C470 1190 440 1120 372 1078 C300 1035 190 1008 150 985 C120 1045 60 1072 0 1072 C-60 1072 -120 1045 -150 985 Z';
const COLLAR =
  'M-158 978 C-128 1050 -64 1076 0 1076 C64 1076 128 1050 158 978 C168 986 176 996 180 1006 C148 1084 74 1116 0 1116 C-74 1116 -148 1084 -180 1006 C-176 996 -168 986 -158 978 Z';

/** Gradients and clips of the body. */
export const bodyDefinitions = () =>
  [
    clip('neckClip', NECK),
    clip('sweaterClip', SWEATER),
    clip('collarClip', COLLAR),
    linear('neckSkin', [-110, 0, 120, 0], [
      [0, '#e9b394'],
      [0.35, '#eebb9c'],
      [1, '#c98c70'],
    ]),
    linear('wool', [-300, 1000, 260, 1300], [
      [0, '#3f8580'],
      [0.5, '#2b6a69'],
      [1, '#1b4a50'],
    ]),
    linear('collarWool', [-180, 1000, 180, 1080], [
      [0, '#478d87'],
      [0.5, '#33766f'],
      [1, '#1f5357'],
    ]),
    radial('chinShade', [10, 850, 190], [
      [0, '#8f4f43', 0.75],
      [0.55, '#a7644f', 0.55],
      [1, '#b87a60', 0],
    ]),
  ].join('');

const ribs = () =>
  Array.from({ length: 45 }, (_, index) => {
    const x = (index - 22) * 8.4;
    const sag = 96 * (1 - (x / 190) ** 2);
    return path(`M${x * 0.87} ${976 + sag} L${x} ${1012 + sag * 1.05}`, {
      stroke: '#123c40',
      'stroke-opacity': 0.2,
      'stroke-width': 2.4,
      'stroke-linecap': 'round',
    });
  }).join('');

/** Neck and sweater. */
export const body = () =>
  group(
    {},
    path(NECK, { fill: 'url(#neckSkin)' }),
    group(
      { 'clip-path': 'url(#neckClip)' },
      path('M-150 760 C-140 870 -60 948 20 950 C90 946 140 900 150 760 Z', {
        fill: '#8d4c41',
        'fill-opacity': 0.62,
        filter: blur(18),
      }),
      path('M60 860 C80 940 96 980 180 1030 L260 1040 L260 800 L100 800 Z', {
        fill: '#9a5a4a',
        'fill-opacity': 0.45,
        filter: blur(18),
      }),
      // The two tendons and the hollow between the collar bones: barely there.
      path('M-62 900 C-52 970 -34 1020 -16 1050', {
        stroke: '#a96a55',
        'stroke-opacity': 0.35,
        'stroke-width': 9,
        fill: 'none',
        filter: blur(5),
      }),
      path('M70 900 C58 970 38 1020 18 1050', {
        stroke: '#8f5143',
        'stroke-opacity': 0.35,
        'stroke-width': 9,
        fill: 'none',
        filter: blur(5),
      }),
      ellipse(0, 1058, 26, 16, { fill: '#8f5143', 'fill-opacity': 0.35, filter: blur(8) }),
      path('M-160 975 C-120 1050 -60 1070 0 1072 C60 1070 120 1050 160 975 L160 1100 L-160 1100 Z', {
        fill: '#7a3f36',
        'fill-opacity': 0.5,
        filter: blur(12),
      }),
    ),
    path(SWEATER, { fill: 'url(#wool)' }),
    group(
      { 'clip-path': 'url(#sweaterClip)' },
      path('M-190 1010 C-130 1130 120 1150 200 1010 L260 1040 C180 1190 -160 1190 -250 1040 Z', {
        fill: '#0d2c33',
        'fill-opacity': 0.42,
        filter: blur(18),
      }),
      path('M-350 1082 C-290 1120 -262 1200 -258 1300', {
        stroke: '#12383d',
        'stroke-opacity': 0.45,
        'stroke-width': 16,
        fill: 'none',
        filter: blur(8),
      }),
      path('M350 1082 C296 1120 270 1200 268 1300', {
        stroke: '#0c2a30',
        'stroke-opacity': 0.55,
        'stroke-width': 18,
        fill: 'none',
        filter: blur(8),
      }),
      path('M-160 1150 C-120 1190 -60 1230 -40 1300', {
        stroke: '#12383d',
        'stroke-opacity': 0.3,
        'stroke-width': 20,
        fill: 'none',
        filter: blur(12),
      }),
      path('M-430 1110 C-360 1050 -260 1030 -190 1010', {
        stroke: '#8cc4ba',
        'stroke-opacity': 0.35,
        'stroke-width': 26,
        fill: 'none',
        filter: blur(12),
      }),
    ),
    path(COLLAR, { fill: 'url(#collarWool)' }),
    group(
      { 'clip-path': 'url(#collarClip)' },
      ribs(),
      path('M-158 978 C-128 1050 -64 1076 0 1076 C64 1076 128 1050 158 978', {
        stroke: '#0d2f34',
        'stroke-opacity': 0.55,
        'stroke-width': 10,
        fill: 'none',
        filter: blur(3),
      }),
      path('M-176 1004 C-146 1080 -74 1110 0 1110', {
        stroke: '#a9d8cd',
        'stroke-opacity': 0.3,
        'stroke-width': 7,
        fill: 'none',
        filter: blur(3),
      }),
    ),
  );
