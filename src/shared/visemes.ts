/** The names of the mouth's shapes in speech, as the articulation tells them and a timeline shows them. Knows no sound and no picture. */

/** The fifteen visemes, in the order of the articulation's frames; `sil` is rest. */
export const VISEME_NAMES = [
  'aa',
  'E',
  'ih',
  'oh',
  'ou',
  'PP',
  'SS',
  'TH',
  'DD',
  'FF',
  'kk',
  'nn',
  'RR',
  'CH',
  'sil',
] as const;

/** One of VISEME_NAMES. */
export type VisemeName = (typeof VISEME_NAMES)[number];
