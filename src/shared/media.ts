/** What travels through a session: PCM in, encoded units out. Times are microseconds on the session clock. Knows no wire and no renderer. */

import type { VisemeName } from './visemes.ts';

/** Microseconds. A plain number: 2^53 µs is 285 years. */
export type Micros = number;

/** Microseconds in one second. */
export const MICROS_PER_SECOND = 1_000_000;

/** Sample rate of all speech inside the engine, in Hz (the protocol's rate, and the articulation network's). */
export const SPEECH_RATE = 16_000;

/** Mono PCM s16, `samples.length / sampleRate` seconds long. */
export type PcmChunk = { sampleRate: number; samples: Int16Array };

/** What a session was granted: even or odd sizes 128..1920 px, 25 or 30 frames a second (10..60 accepted). */
export type VideoFormat = { width: number; height: number; fps: number };

/** Names of the marks a live session emits between its media units. */
export type MarkName = 'speech-start' | 'speech-end' | 'interrupted';

/**
 * One unit on its way to a reader. `turn` grows with every interruption: a reader drops units of older turns.
 * `pts` is the unit's time on the session clock; `viseme` is what the mouth says in a picture, null while nobody speaks.
 */
export type MediaUnit = {
  turn: number;
  pts: Micros;
} & (
  | { kind: 'video'; codec: 'jpeg'; bytes: Uint8Array; key: true; viseme?: VisemeName | null }
  | { kind: 'audio'; pcm: PcmChunk }
  | { kind: 'mark'; name: MarkName }
);

/** Time of frame `index` at `fps`, in µs, rounded so that it never drifts. */
export const frameMicros = (index: number, fps: number): Micros =>
  Math.round((index * MICROS_PER_SECOND) / fps);

/** How many frames have begun strictly before `micros` of a stream: frame i begins at i/fps. 17,920 samples at 25 fps give 28. */
export const framesBegun = (samples: number, sampleRate: number, fps: number): number =>
  Math.ceil((samples * fps) / sampleRate - 1e-9);
