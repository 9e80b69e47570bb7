/** Where things are on the strip of a film's frames. Pure; knows no screen. */
import type { KeyFrame } from './mouth-work.ts';

/** The key frame before and after a frame; null: there is none. */
export const nextKeys = (
  keys: readonly Pick<KeyFrame, 'frame'>[],
  frame: number,
): { before: number | null; after: number | null } => ({
  before: keys.findLast(key => key.frame < frame)?.frame ?? null,
  after: keys.find(key => key.frame > frame)?.frame ?? null,
});

/** Share 0..1 of a frame's middle along a strip of `count` frames. */
export const shareOf = (frame: number, count: number): number => (frame + 0.5) / Math.max(1, count);

/** The frame under a share 0..1. */
export const frameAt = (share: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor(share * count)));

/** Frames whose pictures stand along the strip, evenly, as many as fit. */
export const thumbFrames = (count: number, width: number, thumb: number): number[] => {
  const fitting = Math.max(1, Math.min(count, Math.floor(width / Math.max(1, thumb))));
  return Array.from({ length: fitting }, (_, i) => frameAt((i + 0.5) / fitting, count));
};

/** Time of a frame from the film's start: "0.24 s", "1:03.48". */
export const timeOf = (frame: number, fps: number): string => {
  const hundredths = Math.round((frame / fps) * 100);
  const minutes = Math.floor(hundredths / 6000);
  const seconds = ((hundredths % 6000) / 100).toFixed(2);
  return minutes === 0 ? `${seconds} s` : `${minutes}:${seconds.padStart(5, '0')}`;
};

/** Stretches of frames without a tracked mouth: [from, to]. */
export const gapsOf = (film: readonly unknown[]): [number, number][] => {
  const gaps: [number, number][] = [];
  for (const [frame, mouth] of film.entries()) {
    if (mouth !== null) continue;
    const last = gaps.at(-1);
    if (last !== undefined && last[1] === frame - 1) last[1] = frame;
    else gaps.push([frame, frame]);
  }
  return gaps;
};

/** Where an arrow, Home or End leads on a strip; null: another key. With Shift ten at once. */
export const stepTo = (key: string, shift: boolean, frame: number, frames: number): number | null => {
  const far = shift ? 10 : 1;
  if (key === 'ArrowLeft') return frame - far;
  if (key === 'ArrowRight') return frame + far;
  if (key === 'Home') return 0;
  return key === 'End' ? frames - 1 : null;
};
