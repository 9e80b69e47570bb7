/** The address of a window that only shows the stage, and what it asks for. Pure. */

/** `session` null: whatever is on the stage. `top` and `through` are for the desktop app, which makes the window so. */
export type FeedAsk = {
  session: string | null;
  transparent: boolean;
  sound: boolean;
  top: boolean;
  through: boolean;
  /** `contain`: all of the picture; `cover`: all of the window. */ fit: 'contain' | 'cover';
  /** Behind the picture, where it is not transparent. */ background: string;
};

/** The page for programs that have a token of their own and no cookie: `/feed?token=…#/feed`. */
export const FEED_PAGE = '/feed';

/** Route of the page. */
export const FEED_ROUTE = '#/feed';

const flag = (on: boolean): string => (on ? '1' : '0');

/** The part of the address from `#` on. */
export const feedHash = (ask: Partial<FeedAsk>): string => {
  const query = new URLSearchParams();
  if (ask.session) query.set('session', ask.session);
  for (const name of ['transparent', 'sound', 'top', 'through'] as const)
    if (ask[name]) query.set(name, flag(true));
  if (ask.fit === 'cover') query.set('fit', 'cover');
  if (ask.background !== undefined && ask.background !== '#000000')
    query.set('background', ask.background.slice(1));
  const text = query.toString();
  return text === '' ? FEED_ROUTE : `${FEED_ROUTE}?${text}`;
};

/** Whether an address is a feed's. */
export const isFeed = (hash: string): boolean => hash === FEED_ROUTE || hash.startsWith(`${FEED_ROUTE}?`);

/** What an address asks for; anything that is not understood is as usual. */
export const readFeed = (hash: string): FeedAsk => {
  const query = new URLSearchParams(hash.split('?')[1] ?? '');
  const on = (name: string): boolean => query.get(name) === '1';
  const colour = query.get('background') ?? '';
  return {
    session: query.get('session'),
    transparent: on('transparent'),
    sound: on('sound'),
    top: on('top'),
    through: on('through'),
    fit: query.get('fit') === 'cover' ? 'cover' : 'contain',
    background: /^[0-9a-f]{6}$/i.test(colour) ? `#${colour}` : '#000000',
  };
};
