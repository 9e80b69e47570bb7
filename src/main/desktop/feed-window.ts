/** What a `window.open` of the page becomes: the clean feed's window with its flags, or nothing. Pure; makes no window. */
import type { BrowserWindowConstructorOptions } from 'electron';
import { z } from 'zod';
import { linkTarget } from './page-policy.ts';

/** The clean feed as its address asks for it. */
export type FeedFlags = {
  transparent: boolean;
  top: boolean;
  through: boolean;
  width: number;
  height: number;
};

/** `window.open` answered: a feed window, the system's browser, or nothing. */
export type OpenDecision =
  | { action: 'feed'; flags: FeedFlags }
  | { action: 'outside'; url: string }
  | { action: 'deny' };

const FEED_NAME = 'feed';
const FEED_ROUTE = '/feed';

const Flag = z.enum(['0', '1']).default('0');
const Side = z.coerce.number().min(64).max(7680).transform(Math.round);
const FeedQuery = z.object({
  transparent: Flag,
  top: Flag,
  through: Flag,
  width: Side.default(540),
  height: Side.default(720),
});

/** The route of the clean feed with its query, out of an address of the studio's own origin; null: it is something else. */
const feedFlags = (url: string, studioOrigin: string): FeedFlags | null => {
  if (linkTarget(url, studioOrigin) !== 'own') return null;
  const { pathname, search, hash } = new URL(url);
  if (pathname !== '/' || search !== '') return null;
  const [route, query = ''] = hash.slice(1).split('?');
  if (route !== FEED_ROUTE) return null;
  const parsed = FeedQuery.safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (!parsed.success) return null;
  const { transparent, top, through, width, height } = parsed.data;
  return { transparent: transparent === '1', top: top === '1', through: through === '1', width, height };
};

/** `frameName` is the name the page gave the window: the feed's alone may be a window of ours. */
export const decideOpen = (ask: { url: string; frameName: string }, studioOrigin: string): OpenDecision => {
  const flags = ask.frameName === FEED_NAME ? feedFlags(ask.url, studioOrigin) : null;
  if (flags !== null) return { action: 'feed', flags };
  return linkTarget(ask.url, studioOrigin) === 'outside'
    ? { action: 'outside', url: ask.url }
    : { action: 'deny' };
};

/** Options of the feed's window: no frame, no shadow, no bar; transparent and above everything as it was asked. */
export const feedWindowOptions = (flags: FeedFlags): BrowserWindowConstructorOptions => ({
  width: flags.width,
  height: flags.height,
  minWidth: 64,
  minHeight: 64,
  frame: false,
  transparent: flags.transparent,
  // A transparent window with a colour of its own would not be one.
  backgroundColor: flags.transparent ? '#00000000' : '#000000',
  hasShadow: false,
  thickFrame: false,
  roundedCorners: false,
  alwaysOnTop: flags.top,
  skipTaskbar: flags.through,
  // Clicks go through it, so keys must too.
  focusable: !flags.through,
  fullscreenable: !flags.through,
  autoHideMenuBar: true,
  title: 'Mouthpiece Feed',
  webPreferences: {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    spellcheck: false,
    backgroundThrottling: false,
  },
});
