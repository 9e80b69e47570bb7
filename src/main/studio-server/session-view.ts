/** A kept session as the page sees it: its row, and the figures of its run while it runs. */
import type { SessionView } from '../../shared/studio/sessions.ts';
import type { SessionStats } from '../engine/session.ts';
import type { StoredSession } from '../store/store.ts';

/** `running`: the figures of now; undefined once it has ended. */
export const sessionView = (
  { settings, takes, ...stored }: StoredSession,
  running: SessionStats | undefined,
  now: Date,
): SessionView => {
  const end = stored.endedAt === null ? now : new Date(stored.endedAt);
  return {
    ...stored,
    durationMs: Math.max(0, end.getTime() - new Date(stored.startedAt).getTime()),
    audioMs: running === undefined ? stored.audioMs : Math.round(running.audioMicros / 1000),
    frames: running?.framesSent ?? stored.frames,
    errors: running?.errors ?? stored.errors,
    hasAudio: stored.audioBytes > 0,
    takes: [...takes],
    settings: { ...settings },
  };
};
