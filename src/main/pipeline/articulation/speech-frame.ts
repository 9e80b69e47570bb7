/** What the mouth should do in one 10 ms frame, whoever says so: the one shape both articulators write and the mapper reads. */
import { VISEME_NAMES, type VisemeName } from '../../../shared/visemes.ts';

/** The drawn curves, after the visemes. */
export const CURVE_NAMES = ['jaw', 'closure', 'rounding', 'spread', 'lipTeeth'] as const;

/** Place of each viseme posterior (0..1, together 1) in a frame. */
export const VISEME = Object.fromEntries(VISEME_NAMES.map((name, i) => [name, i])) as Readonly<
  Record<VisemeName, number>
>;

/** Place of each curve (0..1) in a frame; `level` is the loudness of the voice, 0 = silent, 1 = the speaker's loud. */
export const CURVE = { jaw: 15, closure: 16, rounding: 17, spread: 18, lipTeeth: 19, level: 20 } as const;

/** Numbers in a speech frame: 15 visemes, 5 curves, 1 level. */
export const SPEECH_FRAME_SIZE = 21;

/** Length of a frame, µs. */
export const FRAME_MICROS = 10_000;

/** Samples of 16 kHz speech in a frame. */
export const FRAME_SAMPLES = 160;

/** Takes finished speech frames; `frame` (SPEECH_FRAME_SIZE long) is only lent for the call. */
export type SpeechFrameSink = (frame: Float32Array) => void;
