/** Sessions that say which connection they belong to. Knows no protocol. */
import { identifyApp } from '../../shared/app-name.ts';
import type { SessionOpener } from '../engine/session.ts';
import type { Connection } from './front-end.ts';

/** What a program calls itself; a browser's own name says nothing of the page in it, which has an origin. */
const nameOf = (userAgent: string | null): string | null =>
  userAgent === null || userAgent.startsWith('Mozilla/')
    ? null
    : identifyApp({ origin: null, userAgent }).name || null;

/** `sessions`, each opened under the connection's id, with what is known of who is there. */
export const ownedBy = (
  sessions: SessionOpener,
  connection: Pick<Connection, 'id' | 'origin' | 'userAgent' | 'isOwnPage'>,
): SessionOpener => {
  const { id: connectionId, origin, userAgent, isOwnPage } = connection;
  const client = isOwnPage === true ? {} : { client: { name: nameOf(userAgent), origin } };
  return {
    openLockStep: (ask, signal) => sessions.openLockStep({ ...ask, ...client, connectionId }, signal),
    openLive: (ask, signal) => sessions.openLive({ ...ask, ...client, connectionId }, signal),
    prepare: ask => sessions.prepare(ask),
  };
};
