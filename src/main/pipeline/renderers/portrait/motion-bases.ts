/** How each basis of motion displaces a point of the face, in head axes and eye distances. Linear: knows no weights, no pixels, no time. */
import type { Face, FacePoint, Vector } from './face.ts';
import { gaussian } from './gaussian.ts';
import { smoothStep } from './smooth-step.ts';

/** Bases of the mouth, jaw and cheeks; both layers move by them. `Left` is the person's left, the right of the picture. */
export const MOUTH_BASES = [
  'jawOpen',
  'jawSide',
  'mouthClose',
  'restSeal',
  'bow',
  'relax',
  'funnel',
  'pucker',
  'smileLeft',
  'smileRight',
  'stretchLeft',
  'stretchRight',
  'frownLeft',
  'frownRight',
  'rollLower',
  'rollUpper',
  'press',
  'lowerDownLeft',
  'lowerDownRight',
  'upperUpLeft',
  'upperUpRight',
  'shrugLower',
  'shrugUpper',
  'mouthSide',
  'cheekPuff',
] as const;
/** Bases of brows and eyes; only the upper layer moves by them. */
export const EYE_BASES = [
  'browInnerUp',
  'browOuterUpLeft',
  'browOuterUpRight',
  'browDownLeft',
  'browDownRight',
  'squintLeft',
  'squintRight',
] as const;
/** Bases of the whole head and body. `yaw`, `pitch` in radians; `breath` 0..1. */
export const HEAD_BASES = ['yaw', 'pitch', 'breath'] as const;
/** All bases in the order of their coefficients. */
export const BASES = [...MOUTH_BASES, ...EYE_BASES, ...HEAD_BASES] as const;
/** One basis. */
export type Basis = (typeof BASES)[number];
/** Index of each basis. */
export const BASIS_INDEX = Object.fromEntries(BASES.map((name, i) => [name, i])) as Record<Basis, number>;

/** What a control point belongs to. */
export type Role =
  | 'upperOuter'
  | 'upperInner'
  | 'lowerOuter'
  | 'lowerInner'
  | 'corner'
  | 'skin'
  | 'eye'
  | 'brow'
  | 'skull'
  | 'neck'
  | 'shoulder'
  | 'pin';

/** Drop of the lower lip's middle at jawOpen = 1, eye distances; with the upper lip's lift the gap is 0.34. */
const JAW_DROP = 0.3;
const CORNER_DROP = 0.085;
const UPPER_LIFT = 0.04;

/** A place on the lips: `s` −1..1 from corner to corner, `arch` 1 in the middle and 0 at the corners. */
type LipSite = { s: number; arch: number; x: number; upper: boolean; outer: boolean };

const jawUpper = (arch: number): number => CORNER_DROP * (1 - arch) ** 2 - UPPER_LIFT * arch;
const jawLower = (arch: number): number => CORNER_DROP + (JAW_DROP - CORNER_DROP) * arch;
const leftSide = (s: number): number => smoothStep(-0.4, 0.4, s);
const rightSide = (s: number): number => smoothStep(0.4, -0.4, s);
const cornerward = (s: number): number => Math.min(1, s * s);

type LipMotion = (site: LipSite, face: Face) => Vector;
const smile = ({ s, x }: LipSite): Vector => [
  Math.sign(x) * 0.05 * cornerward(s),
  -0.055 * cornerward(s),
  0.02 * cornerward(s),
];
const stretch = ({ s, x }: LipSite): Vector => [
  Math.sign(x) * 0.06 * Math.abs(s),
  0.006 * cornerward(s),
  0.02 * cornerward(s),
];
const frown = ({ s }: LipSite): Vector => [0, 0.05 * cornerward(s), 0];
const lowerDown = ({ arch, upper, outer }: LipSite): Vector => [
  0,
  upper ? 0 : arch * (outer ? 0.066 : 0.084),
  0,
];
const upperUp = ({ arch, upper, outer }: LipSite): Vector => [
  0,
  upper ? -arch * (outer ? 0.044 : 0.06) : 0,
  0,
];
const onSide =
  (motion: LipMotion, side: (s: number) => number): LipMotion =>
  (site, face) => {
    const weight = side(site.s);
    const [x, y, z] = motion(site, face);
    return [x * weight, y * weight, z * weight];
  };

/** Share of its width a mouth loses when it purses: a wide one has farther to go to the same small round. */
const narrowing = (face: Face): number => Math.min(0.5, Math.max(0.34, 0.36 + 1.5 * (face.halfWidth - 0.28)));

/** Lips that purse lie level: corners that smile come down. */
const level = (s: number, face: Face, share: number): number =>
  share * Math.max(0, face.cornerLift) * cornerward(s);

const LIP_MOTIONS: Record<(typeof MOUTH_BASES)[number], LipMotion> = {
  jawOpen: ({ x, arch, upper }) => [-x * 0.07, upper ? jawUpper(arch) : jawLower(arch), upper ? 0 : 0.03],
  jawSide: ({ arch, upper }) => [upper ? 0.008 : 0.02 + 0.04 * arch, 0, 0],
  mouthClose: ({ arch, upper }) => {
    const gap = jawLower(arch) - jawUpper(arch);
    return [0, upper ? 0.25 * gap : -0.75 * gap, 0];
  },
  // Closes the gap a picture comes with; `gap` is filled in by the caller for inner points.
  restSeal: () => [0, 0, 0],
  // Evens the upper lip's inner edge; filled in likewise.
  bow: () => [0, 0, 0],
  relax: ({ s, x, arch }, face) => [
    -x * 0.14,
    (0.02 + 0.6 * Math.max(0, face.cornerLift)) * cornerward(s) - 0.008 * arch,
    0,
  ],
  funnel: ({ s, x, arch, upper, outer }, face) => [
    -x * 0.2,
    level(s, face, 0.3) + (upper ? -1 : 1.2) * arch * (outer ? 0.042 : 0.032),
    -0.05,
  ],
  pucker: ({ s, x, arch, upper, outer }, face) => [
    -x * narrowing(face),
    level(s, face, 0.5) + (upper ? -1 : 1.1) * arch * (outer ? 0.024 : 0.005),
    -0.07,
  ],
  smileLeft: onSide(smile, leftSide),
  smileRight: onSide(smile, rightSide),
  stretchLeft: onSide(stretch, leftSide),
  stretchRight: onSide(stretch, rightSide),
  frownLeft: onSide(frown, leftSide),
  frownRight: onSide(frown, rightSide),
  rollLower: ({ arch, upper, outer }) => [0, upper ? 0 : -arch * (outer ? 0.04 : 0.012), 0.03],
  rollUpper: ({ arch, upper, outer }) => [0, upper ? arch * (outer ? 0.026 : 0.008) : 0, 0.02],
  press: ({ arch, upper, outer }) => [
    0,
    arch * (upper ? (outer ? 0.014 : 0.005) : outer ? -0.022 : -0.007),
    0.01,
  ],
  lowerDownLeft: onSide(lowerDown, leftSide),
  lowerDownRight: onSide(lowerDown, rightSide),
  upperUpLeft: onSide(upperUp, leftSide),
  upperUpRight: onSide(upperUp, rightSide),
  shrugLower: ({ arch, upper }) => [0, upper ? -0.006 * arch : -0.03 * arch - 0.006, 0],
  shrugUpper: ({ arch, upper }) => [0, upper ? -0.02 * arch : -0.012 * arch, 0],
  mouthSide: () => [0.07, 0, 0],
  cheekPuff: () => [0, 0, 0],
};

/** How far the pull of the lips reaches into the skin, eye distances. */
const REACH: Partial<Record<Basis, number>> = {
  pucker: 0.26,
  funnel: 0.24,
  relax: 0.3,
  smileLeft: 0.3,
  smileRight: 0.3,
  stretchLeft: 0.24,
  stretchRight: 0.24,
  upperUpLeft: 0.13,
  upperUpRight: 0.13,
  jawOpen: 0.12,
  mouthClose: 0.1,
};

/** Share of the jaw's swing a point of skin takes, 0..1: all below the lower lip, nothing above the mouth, less towards the ears. */
export const jawShare = (face: Face, point: FacePoint): number => {
  // Where only the mouth is known nobody can say where the chin is: drawn faces move theirs little.
  const firm = face.eyesKnown ? 1 : 0.35;
  const ear = (face.points.get(234)!.z + face.points.get(454)!.z) / 2;
  const chin = face.points.get(152)!.z;
  const across = Math.abs(point.x) / face.halfWidth;
  const from = 0.02 - 0.16 * smoothStep(0.7, 1.15, across);
  const to = 0.12 + 0.3 * Math.min(1.2, Math.max(0, across - 0.8));
  const depth = Math.min(1.04, Math.max(0, (ear - point.z) / (ear - chin)));
  return smoothStep(from, to, point.y) * depth ** 0.75 * firm;
};

const siteOf = (face: Face, point: FacePoint, role: Role): LipSite => {
  const inner = role === 'upperInner' || role === 'lowerInner';
  const half = inner ? face.innerHalfWidth : face.halfWidth;
  const s = Math.min(1, Math.max(-1, point.x / half));
  const upper = role === 'upperOuter' || role === 'upperInner' || (role === 'skin' && point.y < 0);
  const arch = role === 'corner' ? 0 : (1 - s * s) ** 0.62;
  return { s, arch, x: point.x, upper, outer: !inner };
};

/** Distance of a point of skin from the nearest lip, eye distances. */
const lipDistance = (face: Face, point: FacePoint, arch: number): number => {
  const top = face.points.get(0)!.y * arch;
  const bottom = face.points.get(17)!.y * arch;
  const dx = Math.max(0, Math.abs(point.x) - face.halfWidth);
  const dy = Math.max(0, top - point.y, point.y - bottom);
  return Math.hypot(dx, dy);
};

const skinMotion = (face: Face, basis: (typeof MOUTH_BASES)[number], point: FacePoint): Vector => {
  const site = siteOf(face, point, 'skin');
  const share = jawShare(face, point);
  if (basis === 'cheekPuff') {
    const puff = gaussian(Math.abs(point.x) - 0.46, 0.16) * gaussian(point.y + 0.02, 0.22);
    return [Math.sign(point.x) * 0.05 * puff, 0, -0.05 * puff];
  }
  if (basis === 'bow') return [0, 0, 0];
  if (basis === 'restSeal') return [0, -0.4 * face.restGap * share, 0];
  if (basis === 'jawSide') return [0.06 * share, 0, 0];
  if (basis === 'shrugLower') return [0, -0.024 * share * gaussian(point.x, 0.3), 0];
  const distance = lipDistance(face, point, site.arch);
  const near = gaussian(distance, REACH[basis] ?? 0.15);
  const [x, y, z] = LIP_MOTIONS[basis](site, face);
  // The chin follows the jaw, not the lip; next to the mouth's corners both pull alike.
  if (basis === 'jawOpen')
    return [x * near, 0.29 * share + (site.upper ? Math.min(0, y) * near * 0.5 : 0), 0.03 * share];
  if (basis === 'mouthClose') return [0, site.upper ? y * near * 0.6 : y * near * 0.35, 0];
  const soft = 0.8 * near;
  return [x * soft, y * soft, z * soft];
};

const eyeMotion = (basis: Basis, point: FacePoint, role: Role): Vector => {
  const side = basis.endsWith('Left')
    ? smoothStep(-0.05, 0.1, point.x)
    : basis.endsWith('Right')
      ? smoothStep(0.05, -0.1, point.x)
      : 1;
  const across = Math.abs(point.x);
  if (role === 'brow') {
    if (basis === 'browInnerUp') return [0, -0.07 * smoothStep(0.55, 0.15, across), 0];
    if (basis.startsWith('browOuterUp')) return [0, -0.06 * smoothStep(0.15, 0.5, across) * side, 0];
    if (basis.startsWith('browDown')) return [-Math.sign(point.x) * 0.012 * side, 0.04 * side, 0];
  }
  if (basis.startsWith('squint') && role === 'skin' && point.y < -0.3)
    return [0, -0.02 * side * gaussian(across - 0.35, 0.2), 0];
  return [0, 0, 0];
};

/** Depth of the axis the head turns about, behind the mouth, eye distances. */
const NECK_DEPTH = 0.55;

const headMotion = (basis: Basis, point: FacePoint, role: Role): Vector => {
  if (role === 'pin') return [0, 0, 0];
  if (basis === 'breath') return [0, role === 'shoulder' ? -1 : role === 'neck' ? -0.7 : -0.35, 0];
  const follow = role === 'neck' ? 0.4 : role === 'shoulder' ? 0 : 1;
  const lever = (NECK_DEPTH - point.z) * follow;
  return basis === 'yaw' ? [lever, 0, point.x * follow] : [0, lever, point.y * follow];
};

/** Displacement of a control point at weight 1 of one basis, head axes, eye distances. */
export const displacementOf = (face: Face, basis: Basis, point: FacePoint, role: Role): Vector => {
  if ((HEAD_BASES as readonly string[]).includes(basis)) return headMotion(basis, point, role);
  if ((EYE_BASES as readonly string[]).includes(basis)) return eyeMotion(basis, point, role);
  const mouthBasis = basis as (typeof MOUTH_BASES)[number];
  if (role === 'skin') return skinMotion(face, mouthBasis, point);
  if (role === 'neck') return mouthBasis === 'jawOpen' ? [0, 0.07 * gaussian(point.x, 0.45), 0] : [0, 0, 0];
  if (
    role === 'upperOuter' ||
    role === 'upperInner' ||
    role === 'lowerOuter' ||
    role === 'lowerInner' ||
    role === 'corner'
  )
    return LIP_MOTIONS[mouthBasis](siteOf(face, point, role), face);
  return [0, 0, 0];
};

/** How much of the head's rigid shift and roll a control takes, 0..1. */
export const rigidShare = (role: Role): number =>
  role === 'pin' || role === 'shoulder' ? 0 : role === 'neck' ? 0.5 : 1;
