/** The phones of English (and, mapped, Mandarin) with the mouth shape each one asks for. Knows no time and no sound. */
import type { VisemeName } from '../../../shared/visemes.ts';

/**
 * What a phone asks of the mouth, each 0..1. `jawPull` and `lipPull` say how much it insists: a sibilant insists on a
 * high jaw, a breath on nothing.
 */
export type PhoneShape = {
  viseme: VisemeName;
  jaw: number;
  rounding: number;
  spread: number;
  jawPull: number;
  lipPull: number;
};

const shape = (
  viseme: VisemeName,
  [jaw, rounding, spread]: readonly [number, number, number],
  [jawPull, lipPull]: readonly [number, number],
): PhoneShape => ({ viseme, jaw, rounding, spread, jawPull, lipPull });

const PLOSIVE_LIPS = shape('PP', [0.08, 0, 0.1], [0.5, 0.12]);
const LIP_TEETH = shape('FF', [0.15, 0, 0.2], [0.7, 0.25]);
const TONGUE_TIP = shape('DD', [0.22, 0, 0.35], [0.45, 0.12]);
const TONGUE_BACK = shape('kk', [0.35, 0, 0.3], [0.25, 0.08]);
const HISS = shape('SS', [0.15, 0, 0.5], [0.9, 0.25]);
const HUSH = shape('CH', [0.22, 0.5, 0.1], [0.8, 0.8]);
const DENTAL = shape('TH', [0.25, 0, 0.3], [0.6, 0.2]);

/** Every single phone; diphthongs are in GLIDES. */
export const PHONE_SHAPES = {
  sil: shape('sil', [0.02, 0, 0.1], [1, 0.4]),
  AA: shape('aa', [1, 0.1, 0.1], [1, 0.55]),
  AE: shape('aa', [0.9, 0, 0.5], [1, 0.6]),
  AH: shape('aa', [0.65, 0.05, 0.2], [0.8, 0.35]),
  AO: shape('oh', [0.75, 0.7, 0], [1, 0.9]),
  EH: shape('E', [0.6, 0, 0.5], [1, 0.6]),
  ER: shape('RR', [0.38, 0.35, 0.1], [0.8, 0.6]),
  IH: shape('ih', [0.4, 0, 0.6], [0.8, 0.6]),
  IY: shape('ih', [0.3, 0, 0.9], [0.9, 0.9]),
  UH: shape('ou', [0.38, 0.6, 0], [0.8, 0.8]),
  UW: shape('ou', [0.3, 0.95, 0], [0.9, 1]),
  Y: shape('ih', [0.28, 0, 0.8], [0.6, 0.6]),
  W: shape('ou', [0.25, 1, 0], [0.9, 1.2]),
  P: PLOSIVE_LIPS,
  B: PLOSIVE_LIPS,
  M: PLOSIVE_LIPS,
  F: LIP_TEETH,
  V: LIP_TEETH,
  S: HISS,
  Z: HISS,
  TH: DENTAL,
  DH: DENTAL,
  T: TONGUE_TIP,
  D: TONGUE_TIP,
  K: TONGUE_BACK,
  G: TONGUE_BACK,
  HH: shape('kk', [0.45, 0, 0.3], [0.06, 0.03]),
  N: shape('nn', [0.25, 0, 0.3], [0.45, 0.12]),
  L: shape('nn', [0.35, 0, 0.3], [0.45, 0.15]),
  NG: shape('nn', [0.3, 0, 0.3], [0.3, 0.1]),
  R: shape('RR', [0.33, 0.4, 0.1], [0.5, 0.6]),
  CH: HUSH,
  JH: HUSH,
  SH: HUSH,
  ZH: HUSH,
} as const satisfies Record<string, PhoneShape>;

/** One single phone. */
export type Phone = keyof typeof PHONE_SHAPES;

const GLIDES: Readonly<Record<string, readonly [Phone, Phone]>> = {
  AY: ['AA', 'IH'],
  AW: ['AA', 'UH'],
  EY: ['EH', 'IY'],
  OW: ['AO', 'UW'],
  OY: ['AO', 'IY'],
};
const ALIASES: Readonly<Record<string, Phone>> = {
  AX: 'AH',
  AXR: 'ER',
  IX: 'IH',
  PAU: 'sil',
  SIL: 'sil',
  DX: 'D',
  EL: 'L',
  EM: 'M',
  EN: 'N',
};

const isPhone = (symbol: string): symbol is Phone => Object.hasOwn(PHONE_SHAPES, symbol);

/** An ARPAbet symbol (any case, with or without a stress digit) as single phones; [] when it is none. */
export const phonesOfArpabet = (symbol: string): readonly Phone[] => {
  const name = symbol.replace(/\d$/, '').toUpperCase();
  const glide = GLIDES[name];
  if (glide) return glide;
  const alias = ALIASES[name];
  if (alias) return [alias];
  return isPhone(name) ? [name] : [];
};
