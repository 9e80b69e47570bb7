/** Which part of a film is calm: where the lips are closed, and which frame stands for it. Knows no pixels. */

/** Lips are closed up to this gap, eye distances, or a little above what the clip has at its most closed… */
const CLOSED_GAP = 0.03;
const CLOSED_ABOVE_BEST = 0.02;
/** …but never beyond this. */
const CLOSED_MOST = 0.08;
/** A closed stretch shorter than this would rock to and fro, s. */
const SHORTEST_REST_S = 0.8;
/** A talking clip whose closed stretch is this long is not left in speech either: its own jaw would work against the words, s. */
const ENOUGH_REST_S = 2;
/** Share of closed frames from which a clip counts as calm. */
const CALM = 0.75;

/** First and last frame, both included. */
export type Stretch = { from: number; to: number };

/** Which frames have closed lips; `lipGaps` in eye distances, NaN where no mouth is known. */
export const closedLips = (lipGaps: Float32Array): boolean[] => {
  const known = [...lipGaps].filter(gap => Number.isFinite(gap)).sort((a, b) => a - b);
  const best = known[Math.floor(known.length / 10)] ?? 0;
  const limit = Math.min(CLOSED_MOST, Math.max(CLOSED_GAP, best + CLOSED_ABOVE_BEST));
  return Array.from(lipGaps, gap => gap <= limit);
};

const longestRun = (flags: readonly boolean[]): Stretch | null => {
  let best: Stretch | null = null;
  let from = 0;
  for (let i = 0; i <= flags.length; i++) {
    if (flags[i] === true) continue;
    if (i > from && (best === null || i - from > best.to - best.from + 1)) best = { from, to: i - 1 };
    from = i + 1;
  }
  return best;
};

/** Where a clip stays while it is silent, and while it speaks. */
export const stretchesOf = (clip: {
  lipGaps: Float32Array;
  fps: number;
}): { rest: Stretch; speech: Stretch } => {
  const { lipGaps, fps } = clip;
  const all: Stretch = { from: 0, to: lipGaps.length - 1 };
  const closed = closedLips(lipGaps);
  const longest = longestRun(closed);
  const seconds = longest === null ? 0 : (longest.to - longest.from + 1) / fps;
  const rest = longest !== null && seconds >= SHORTEST_REST_S ? longest : all;
  const calm = closed.filter(Boolean).length >= CALM * lipGaps.length;
  return { rest, speech: calm || seconds < ENOUGH_REST_S ? all : rest };
};

/** The frame that stands for a clip: of its calm stretch the one with the lips most closed; 0 where no mouth is known. */
export const calmestFrame = (clip: { lipGaps: Float32Array; fps: number }): number => {
  const { from, to } = stretchesOf(clip).rest;
  let best = from;
  for (let i = from; i <= to; i++) {
    const [gap, least] = [clip.lipGaps[i]!, clip.lipGaps[best]!];
    if (gap < least || (Number.isNaN(least) && !Number.isNaN(gap))) best = i;
  }
  return best;
};
