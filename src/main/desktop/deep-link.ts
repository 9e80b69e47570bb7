/** What a `mouthpiece://` link may mean: a screen of the page, by an allow-list, and nothing else. Pure; runs nothing. */

/** The scheme of the links, without the colon. */
export const LINK_SCHEME = 'mouthpiece';

const LONGEST_LINK = 200;
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** host of the link → route of the page, alone and with an id. */
const ROUTES: Readonly<Record<string, { alone?: string; withId?: (id: string) => string }>> = {
  stage: { alone: '/' },
  avatars: { alone: '/avatars' },
  avatar: { withId: id => `/avatars/${id}` },
  mouth: { withId: id => `/mouth/${id}` },
  compare: { alone: '/compare' },
  sessions: { alone: '/sessions', withId: id => `/sessions/${id}` },
  server: { alone: '/server' },
  models: { alone: '/models' },
  settings: { alone: '/settings' },
};

/** Names of the links there are, for the tests. */
export const LINK_NAMES: readonly string[] = Object.keys(ROUTES);

/**
 * The route behind the `#` that a link leads to; null for everything that is not exactly `mouthpiece://NAME` or
 * `mouthpiece://NAME/ID`. Links come from any web page: no query, no port, no escapes.
 */
export const routeOfLink = (link: string): string | null => {
  if (link.length > LONGEST_LINK) return null;
  const parts = /^mouthpiece:\/\/([a-z]+)(?:\/([^/]*))?\/?$/i.exec(link);
  if (parts === null) return null;
  const [, name = '', id = ''] = parts;
  const route = Object.hasOwn(ROUTES, name.toLowerCase()) ? ROUTES[name.toLowerCase()] : undefined;
  if (id === '') return route?.alone ?? null;
  return ID.test(id) ? (route?.withId?.(id) ?? null) : null;
};

/** Whether an argument is one of our links at all. */
export const isLink = (argument: string): boolean => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`);
