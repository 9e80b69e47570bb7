/** The studio's methods about kept sessions. Parsing and transport are elsewhere. */
import type { SessionStore } from '../store/store.ts';
import type { SessionBook } from './session-book.ts';
import type { StudioCalls } from './studio-calls.ts';

type SessionMethod = Extract<keyof StudioCalls, `sessions.${string}`>;

/** Builds their part of the table; what needs no figures of running sessions is asked of the store. */
export const createSessionCalls = (
  sessions: SessionBook,
  store: Pick<SessionStore, 'count' | 'facets' | 'totals'>,
): Pick<StudioCalls, SessionMethod> => ({
  'sessions.list': ({ limit, skip, ...wanted }) => sessions.list(wanted, { limit, skip }),
  'sessions.count': wanted => ({ count: store.count(wanted) }),
  'sessions.get': ({ id }) => sessions.get(id),
  'sessions.text': ({ id }) => ({ text: sessions.text(id) }),
  'sessions.changes': ({ id }) => sessions.changes(id),
  'sessions.facets': () => store.facets(),
  'sessions.totals': () => store.totals(),
  'sessions.remove': ({ id }) => sessions.remove(id),
  'sessions.forgetOlder': ({ before }) => sessions.forgetOlder(before),
  'sessions.restore': ({ undo }) => sessions.restore(undo),
  'sessions.addTake': ({ id, ...take }) => sessions.addTake(id, take),
  'sessions.removeTake': ({ id, takeId }) => {
    sessions.removeTake(id, takeId);
    return {};
  },
});
