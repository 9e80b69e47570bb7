/** Mira's face without eyes and hair: skin, nose, brows, mouth. Coordinates: x = 0 is the middle of the face. */
import { blur, both, clip, ellipse, group, linear, n, path, radial, seeded } from './paint.mjs';

const FACE =
  'M0 296 C122 296 206 372 208 520 C209 612 196 690 160 756 C128 812 64 866 0 866 C-64 866 -128 812 -160 756 C-196 690 -209 612 -208 520 C-206 372 -122 296 0 296 Z';

const UPPER_LIP =
  'M-76 738 C-50 731 -30 719 -15 718 C-8 718 -4 723 0 724 C4 723 8 718 15 718 C30 719 50 731 76 738 C46 747 24 749 10 746 C4 745 -4 745 -10 746 C-24 749 -46 747 -76 738 Z';
const LOWER_LIP =
  'M-76 738 C-46 747 -24 749 -10 746 C-4 745 4 745 10 746 C24 749 46 747 76 738 C60 764 32 780 0 780 C-32 780 -60 764 -76 738 Z';
const MOUTH_LINE = 'M-79 736 C-48 747 -24 749 -10 746 C-4 745 4 745 10 746 C24 749 48 747 79 736';

/** Gradients and clips of the face. */
export const faceDefinitions = () =>
  [
    clip('faceClip', FACE),
    clip('upperLipClip', UPPER_LIP),
    clip('lowerLipClip', LOWER_LIP),
    radial(
      'skin',
      [-60, 520, 420],
      [
        [0, '#f8d3b8'],
        [0.45, '#f2c2a3'],
        [0.78, '#e2a485'],
        [1, '#cb876b'],
      ],
    ),
    linear(
      'upperLip',
      [0, 716, 0, 748],
      [
        [0, '#cd7a72'],
        [1, '#a95356'],
      ],
    ),
    linear(
      'lowerLip',
      [0, 744, 0, 784],
      [
        [0, '#c4696a'],
        [0.45, '#d8867f'],
        [1, '#bd6a66'],
      ],
    ),
  ].join('');

const shading = () =>
  group(
    { 'clip-path': 'url(#faceClip)' },
    // The side away from the light, the temples, below the cheek bones, under the lower lip, the turn of the jaw.
    path('M250 330 C150 420 190 560 178 640 C166 720 110 800 60 880 L260 880 Z', {
      fill: '#b76f58',
      'fill-opacity': 0.5,
      filter: blur(28),
    }),
    path('M-250 380 C-196 470 -204 600 -186 690 C-170 760 -110 830 -50 890 L-260 890 Z', {
      fill: '#c98067',
      'fill-opacity': 0.4,
      filter: blur(18),
    }),
    path('M-170 846 C-90 880 90 880 170 846 L140 910 L-140 910 Z', {
      fill: '#b06a55',
      'fill-opacity': 0.6,
      filter: blur(18),
    }),
    path('M150 640 C130 690 110 716 84 736 C110 740 150 720 176 680 Z', {
      fill: '#b96f5b',
      'fill-opacity': 0.3,
      filter: blur(12),
    }),
    path('M-150 650 C-132 696 -112 718 -90 738 C-116 738 -152 716 -176 680 Z', {
      fill: '#c77f69',
      'fill-opacity': 0.28,
      filter: blur(12),
    }),
    // Blush over cheeks, a little on the nose.
    ellipse(-122, 648, 58, 36, { fill: '#ec8577', 'fill-opacity': 0.32, filter: blur(28) }),
    ellipse(122, 648, 56, 36, { fill: '#dd7468', 'fill-opacity': 0.32, filter: blur(28) }),
    ellipse(0, 654, 34, 16, { fill: '#e98a78', 'fill-opacity': 0.3, filter: blur(12) }),
    // Light: forehead, left cheek bone, chin.
    ellipse(-40, 420, 110, 56, { fill: '#ffe9d6', 'fill-opacity': 0.5, filter: blur(28) }),
    ellipse(-112, 612, 46, 17, {
      fill: '#fff0e0',
      'fill-opacity': 0.5,
      filter: blur(12),
      transform: 'rotate(-14 -112 612)',
    }),
    ellipse(104, 610, 34, 12, {
      fill: '#ffe6d2',
      'fill-opacity': 0.3,
      filter: blur(12),
      transform: 'rotate(14 104 610)',
    }),
    ellipse(-12, 822, 40, 18, { fill: '#ffe6d2', 'fill-opacity': 0.45, filter: blur(12) }),
    path('M-120 700 C-110 730 -100 742 -96 752', {
      stroke: '#b96e5a',
      'stroke-opacity': 0.16,
      'stroke-width': 8,
      fill: 'none',
      filter: blur(5),
    }),
  );

const nose = () =>
  group(
    {},
    // Eye sockets beside the bridge, the shaded flank, the light along the ridge.
    path('M-30 512 C-40 540 -30 566 -26 590 C-34 560 -52 540 -60 522 Z', {
      fill: '#b66f59',
      'fill-opacity': 0.4,
      filter: blur(8),
    }),
    path('M28 506 C38 540 26 580 30 630 C38 600 52 560 62 520 Z', {
      fill: '#a8604e',
      'fill-opacity': 0.45,
      filter: blur(8),
    }),
    path('M16 560 C18 600 24 626 34 650 C30 664 24 668 20 668 C18 640 12 600 16 560 Z', {
      fill: '#b46c57',
      'fill-opacity': 0.4,
      filter: blur(5),
    }),
    ellipse(-7, 588, 8, 62, { fill: '#fff1e2', 'fill-opacity': 0.6, filter: blur(8) }),
    ellipse(-6, 646, 11, 8, { fill: '#fff6ec', 'fill-opacity': 0.75, filter: blur(5) }),
    // Wings and underside.
    path(
      'M-40 656 C-46 668 -42 682 -30 683 C-18 680 -10 690 0 690 C10 690 18 680 30 683 C42 682 46 668 40 656 C36 674 24 674 0 678 C-24 674 -36 674 -40 656 Z',
      {
        fill: '#a65a4b',
        'fill-opacity': 0.5,
        filter: blur(3),
      },
    ),
    path('M-41 652 C-48 666 -43 682 -31 682', {
      stroke: '#9c5446',
      'stroke-opacity': 0.5,
      'stroke-width': 3,
      fill: 'none',
      'stroke-linecap': 'round',
      filter: blur(1),
    }),
    path('M41 652 C48 666 43 682 31 682', {
      stroke: '#8c4a3e',
      'stroke-opacity': 0.6,
      'stroke-width': 3,
      fill: 'none',
      'stroke-linecap': 'round',
      filter: blur(1),
    }),
    path('M-27 681 C-22 674 -12 675 -8 682 C-14 686 -22 686 -27 681 Z', {
      fill: '#6f332d',
      'fill-opacity': 0.75,
      filter: blur(1),
    }),
    path('M27 681 C22 674 12 675 8 682 C14 686 22 686 27 681 Z', {
      fill: '#66302b',
      'fill-opacity': 0.75,
      filter: blur(1),
    }),
    // The groove between nose and lip.
    path('M-9 694 C-8 702 -9 708 -11 714 M9 694 C8 702 9 708 11 714', {
      stroke: '#b56d59',
      'stroke-opacity': 0.38,
      'stroke-width': 5,
      fill: 'none',
      filter: blur(3),
    }),
  );

const mouth = () =>
  group(
    {},
    path('M-50 790 C-20 804 20 804 50 790 C24 816 -24 816 -50 790 Z', {
      fill: '#a85f4e',
      'fill-opacity': 0.5,
      filter: blur(8),
    }),
    path(UPPER_LIP, { fill: 'url(#upperLip)', filter: blur(1) }),
    path(LOWER_LIP, { fill: 'url(#lowerLip)', filter: blur(1) }),
    group(
      { 'clip-path': 'url(#lowerLipClip)' },
      path('M-84 738 C-40 756 40 756 84 738 L84 730 L-84 730 Z', {
        fill: '#8e3f45',
        'fill-opacity': 0.45,
        filter: blur(5),
      }),
      ellipse(-12, 765, 34, 7, { fill: '#ffe3dc', 'fill-opacity': 0.6, filter: blur(5) }),
      ellipse(-14, 764, 15, 3, { fill: '#fff4f0', 'fill-opacity': 0.55, filter: blur(2) }),
      path('M20 790 C50 786 70 766 84 742 L84 796 Z', {
        fill: '#8e3f45',
        'fill-opacity': 0.35,
        filter: blur(5),
      }),
    ),
    group(
      { 'clip-path': 'url(#upperLipClip)' },
      path('M-40 724 C-26 718 -18 718 -10 722', {
        stroke: '#f0b0a4',
        'stroke-opacity': 0.5,
        'stroke-width': 6,
        fill: 'none',
        filter: blur(3),
      }),
    ),
    path('M-14 714 C-8 713 -4 718 0 719 C4 718 8 713 14 714', {
      stroke: '#ffe2d2',
      'stroke-opacity': 0.4,
      'stroke-width': 5,
      fill: 'none',
      filter: blur(3),
    }),
    path(MOUTH_LINE, {
      stroke: '#712f36',
      'stroke-opacity': 0.9,
      'stroke-width': 3.2,
      'stroke-linecap': 'round',
      fill: 'none',
    }),
    both(
      path('M75 738 C79 737 82 734 84 731', {
        stroke: '#7d3b3a',
        'stroke-opacity': 0.5,
        'stroke-width': 2.6,
        'stroke-linecap': 'round',
        fill: 'none',
        filter: blur(1),
      }),
      ellipse(87, 738, 9, 10, { fill: '#b3695a', 'fill-opacity': 0.42, filter: blur(5) }),
    ),
  );

const BROW_SHAPE =
  'M40 492 C42 486 52 480 66 475 C92 465 118 459 138 466 C152 472 164 484 171 497 C156 487 140 480 120 478 C96 476 70 486 48 499 C42 500 38 498 40 492 Z';

/** Where the hairs of a brow grow: along its length, between its lower and upper edge. */
const BROW_LOWER = [
  [44, 498],
  [72, 482],
  [116, 470],
  [168, 494],
];
const BROW_UPPER = [
  [44, 486],
  [70, 468],
  [124, 452],
  [168, 492],
];

const along = (points, share) => {
  const keep = 1 - share;
  const weights = [keep ** 3, 3 * keep * keep * share, 3 * keep * share * share, share ** 3];
  return [0, 1].map(axis => points.reduce((sum, point, index) => sum + point[axis] * weights[index], 0));
};

/** One brow on the positive side; `seed` varies its hairs. */
const brow = seed => {
  const random = seeded(seed);
  const hairs = Array.from({ length: 130 }, () => {
    const share = random() * 0.84;
    const [lower, upper] = [along(BROW_LOWER, share), along(BROW_UPPER, share)];
    const height = random();
    const x = lower[0] + (upper[0] - lower[0]) * height;
    const y = lower[1] + (upper[1] - lower[1]) * height;
    const length = 10 + 7 * random();
    // Hairs stand at the inner end and lie down towards the temple.
    const rise = Math.max(0, 0.7 - 1.2 * share) - 0.35 * share * share;
    return path(
      `M${n(x)} ${n(y)} q${n(length * 0.5)} ${n(-length * rise * 0.7)} ${n(length)} ${n(-length * rise * 0.5)}`,
      {
        stroke: random() > 0.5 ? '#3f2823' : '#5f3f34',
        'stroke-opacity': 0.42,
        'stroke-width': n(1 + random() * 0.9),
        fill: 'none',
        'stroke-linecap': 'round',
      },
    );
  });
  return group({}, path(BROW_SHAPE, { fill: '#4e312a', 'fill-opacity': 0.72, filter: blur(2) }), ...hairs);
};

/** The face. */
export const face = () =>
  group(
    {},
    path(FACE, { fill: 'url(#skin)' }),
    shading(),
    nose(),
    brow(7),
    group({ transform: 'scale(-1 1)' }, brow(19)),
    mouth(),
  );
