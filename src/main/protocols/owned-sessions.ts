/** Sessions that say which connection they belong to. Knows no protocol. */
import type { SessionOpener } from '../engine/session.ts';

/** `sessions`, each opened under `connectionId`. */
export const ownedBy = (sessions: SessionOpener, connectionId: string): SessionOpener => ({
  openLockStep: (ask, signal) => sessions.openLockStep({ ...ask, connectionId }, signal),
  openLive: (ask, signal) => sessions.openLive({ ...ask, connectionId }, signal),
  prepare: ask => sessions.prepare(ask),
});
