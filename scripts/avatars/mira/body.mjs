/** Mira's neck, shoulders and sweater. Coordinates: x = 0 is the middle of the face. */
import { blur, clip, ellipse, group, linear, path, radial } from './paint.mjs';

const NECK =
  'M-106 740 C-102 850 -104 890 -114 930 C-122 950 -150 960 -190 978 L-190 1160 L190 1160 L190 978 C150 960 122 950 114 930 C104 890 102 850 106 740 Z';
const SWEATER =
  'M-176 968 C-206 996 -300 1035 -372 1078 C-440 1120 -470 1190 -486 1300 L486 1300 C470 1190 440 1120 372 1078 C300 1035 206 996 176 968 C120 1045 60 1072 0 1072 C-60 1072 -120 1045 -176 968 Z';
const COLLAR =
  'M-172 958 C-140 1044 -68 1072 0 1072 C68 1072 140 1044 172 958 C184 964 192 976 190 990 C160 1078 78 1112 0 1112 C-78 1112 -160 1078 -190 990 C-192 976 -184 964 -172 958 Z';

/** Gradients and clips of the body. */
export const bodyDefinitions = () =>
  [
    clip('neckClip', NECK),
    clip('sweaterClip', SWEATER),
    clip('collarClip', COLLAR),
    linear(
      'neckSkin',
      [-110, 0, 120, 0],
      [
        [0, '#e9b394'],
        [0.35, '#eebb9c'],
        [1, '#c98c70'],
      ],
    ),
    linear(
      'wool',
      [-300, 1000, 260, 1300],
      [
        [0, '#3f8580'],
        [0.5, '#2b6a69'],
        [1, '#1b4a50'],
      ],
    ),
    linear(
      'collarWool',
      [-180, 1000, 180, 1080],
      [
        [0, '#478d87'],
        [0.5, '#33766f'],
        [1, '#1f5357'],
      ],
    ),
    radial(
      'chinShade',
      [10, 850, 190],
      [
        [0, '#8f4f43', 0.75],
        [0.55, '#a7644f', 0.55],
        [1, '#b87a60', 0],
      ],
    ),
  ].join('');

const ribs = () =>
  Array.from({ length: 45 }, (_, index) => {
    const x = (index - 22) * 8.4;
    const sag = 96 * (1 - (x / 190) ** 2);
    return path(`M${x * 0.9} ${972 + sag} L${x} ${1010 + sag * 1.05}`, {
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
      path('M-66 930 C-58 980 -38 1026 -18 1056', {
        stroke: '#a96a55',
        'stroke-opacity': 0.26,
        'stroke-width': 14,
        fill: 'none',
        filter: blur(8),
      }),
      path('M72 930 C62 980 40 1026 20 1056', {
        stroke: '#8f5143',
        'stroke-opacity': 0.26,
        'stroke-width': 14,
        fill: 'none',
        filter: blur(8),
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
      path('M-172 958 C-140 1044 -68 1072 0 1072 C68 1072 140 1044 172 958', {
        stroke: '#0d2f34',
        'stroke-opacity': 0.55,
        'stroke-width': 10,
        fill: 'none',
        filter: blur(3),
      }),
      path('M-186 990 C-154 1074 -76 1106 0 1106', {
        stroke: '#a9d8cd',
        'stroke-opacity': 0.3,
        'stroke-width': 7,
        fill: 'none',
        filter: blur(3),
      }),
    ),
  );
