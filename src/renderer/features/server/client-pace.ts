/** What a client moves a second, from two looks at growing counts, and its last minute. Pure. */

/** Counts at a time, ms; frames by session: one that ended takes its count with it. */
export type ClientLook = {
  at: number;
  frames: Readonly<Record<string, number>>;
  bytesIn: number;
  bytesOut: number;
};

/** `fps` null: there was only one look. `history`: frames a second, oldest first. */
export type ClientPace = {
  fps: number | null;
  bytesInPerSecond: number;
  bytesOutPerSecond: number;
  history: readonly number[];
};

/** Looks kept for the small plot. */
export const HISTORY = 60;
/** Looks that are nearer than this say nothing, s. */
const SHORTEST_S = 0.4;
const NOTHING: ClientPace = { fps: null, bytesInPerSecond: 0, bytesOutPerSecond: 0, history: [] };

/** The pace at `now`; the one before when the looks are too near. */
export const paceOf = (
  before: { look: ClientLook; pace: ClientPace } | undefined,
  now: ClientLook,
): ClientPace => {
  if (before === undefined) return NOTHING;
  const seconds = (now.at - before.look.at) / 1000;
  if (seconds < SHORTEST_S) return before.pace;
  const moved = (from: number, to: number): number => Math.max(0, (to - from) / seconds);
  const fps = Object.entries(now.frames).reduce(
    (sum, [id, frames]) => sum + moved(before.look.frames[id] ?? 0, frames),
    0,
  );
  return {
    fps,
    bytesInPerSecond: moved(before.look.bytesIn, now.bytesIn),
    bytesOutPerSecond: moved(before.look.bytesOut, now.bytesOut),
    history: [...before.pace.history, fps].slice(-HISTORY),
  };
};
