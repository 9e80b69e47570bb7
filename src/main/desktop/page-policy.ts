/** What the studio page may do in its window: where it may go and what it may ask for. Pure; knows no Electron. */

/** Where a link leads: shown in the window, opened in the system's browser, or refused. */
export type LinkTarget = 'own' | 'outside' | 'refused';

const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null);

/** Only the studio's own origin stays in the window; only https goes outside, so no file, script or custom scheme is ever opened. */
export const linkTarget = (url: string, studioOrigin: string): LinkTarget => {
  if (!URL.canParse(url)) return 'refused';
  const { origin, protocol } = new URL(url);
  if (origin === studioOrigin) return 'own';
  return protocol === 'https:' ? 'outside' : 'refused';
};

const GRANTED = new Set(['fullscreen', 'clipboard-sanitized-write', 'speaker-selection', 'screen-wake-lock']);

/** A permission the page asks for. `mediaTypes` are those of a `media` request: the microphone is 'audio'. */
export type PermissionAsk = { permission: string; requestingUrl: string; mediaTypes?: readonly string[] };

/** The page gets the microphone, full screen and the like; nothing else, and no other origin gets anything. */
export const mayUse = (ask: PermissionAsk, studioOrigin: string): boolean => {
  if (originOf(ask.requestingUrl) !== studioOrigin) return false;
  if (ask.permission !== 'media') return GRANTED.has(ask.permission);
  const kinds = ask.mediaTypes ?? [];
  return kinds.length > 0 && kinds.every(kind => kind === 'audio');
};
