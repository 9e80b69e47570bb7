/** Filters of kept sessions for tests. */
import type { SessionFilter } from '../../src/main/store/store.ts';

/** Leaves nothing out. */
export const ALL_SESSIONS: SessionFilter = {
  search: '',
  protocol: null,
  avatarId: null,
  since: null,
  until: null,
  withErrors: false,
  takesOnly: false,
};
