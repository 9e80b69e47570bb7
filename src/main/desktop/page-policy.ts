/** What the studio page may do in its windows: where it may go, what it may open and what it may ask for. Pure; knows no Electron. */

/** Where a link leads: shown in the window, opened in the system's browser, or refused. */
export type LinkTarget = 'own' | 'outside' | 'refused';

/** Sites that texts of the studio and licences of models point to; nothing else is opened from the page. */
export const OUTSIDE_HOSTS: readonly string[] = [
  'github.com',
  'huggingface.co',
  'modelscope.cn',
  'onnxruntime.ai',
  'developer.nvidia.com',
  'learn.microsoft.com',
  'creativecommons.org',
  'www.apache.org',
  'www.gnu.org',
];

const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null);

/**
 * Only the studio's own origin stays in the window; only https to a host of the list goes outside, so that no file, script, custom
 * scheme or unknown site is ever opened.
 */
export const linkTarget = (url: string, studioOrigin: string): LinkTarget => {
  if (!URL.canParse(url)) return 'refused';
  const { origin, protocol, hostname, port, username, password } = new URL(url);
  if (origin === studioOrigin) return 'own';
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === '';
  return isPlain && OUTSIDE_HOSTS.includes(hostname) ? 'outside' : 'refused';
};

const GRANTED = new Set(['fullscreen', 'clipboard-sanitized-write', 'speaker-selection', 'screen-wake-lock']);

/** A permission the page asks for. `mediaTypes` are those of a `media` request: the microphone is 'audio', the camera 'video'. */
export type PermissionAsk = {
  permission: string;
  requestingUrl: string;
  /** Asked by a page inside the page. */ inFrame: boolean;
  mediaTypes?: readonly string[];
};

const MEDIA = new Set(['audio', 'video']);

/** The studio page gets the microphone, the camera, full screen and the like; frames and other origins get nothing. */
export const mayUse = (ask: PermissionAsk, studioOrigin: string, platform: NodeJS.Platform): boolean => {
  if (ask.inFrame || originOf(ask.requestingUrl) !== studioOrigin) return false;
  // The sound of the system; the picture that comes with it is dropped by the page.
  if (ask.permission === 'display-capture') return loopbackWorks(platform);
  if (ask.permission !== 'media') return GRANTED.has(ask.permission);
  const kinds = ask.mediaTypes ?? [];
  return kinds.length > 0 && kinds.every(kind => MEDIA.has(kind));
};

/** Whether Electron can give what the system's loudspeaker plays: on Windows only (its documentation of `Streams.audio`). */
export const loopbackWorks = (platform: NodeJS.Platform): boolean => platform === 'win32';

/** A request for the screen: granted only for its sound, only to our own page, only where the platform has it. */
export const mayHearSystem = (
  ask: { securityOrigin: string; inFrame: boolean; audioRequested: boolean; userGesture: boolean },
  studioOrigin: string,
  platform: NodeJS.Platform,
): boolean =>
  loopbackWorks(platform) &&
  ask.audioRequested &&
  ask.userGesture &&
  !ask.inFrame &&
  originOf(ask.securityOrigin) === studioOrigin;

/** A message to main is heard only from the top frame of the studio's window, while it shows the studio. */
export const mayCall = (
  sender: { contentsId: number; frameOrigin: string | null; isTopFrame: boolean },
  studio: { contentsId: number | null; origin: string },
): boolean =>
  sender.isTopFrame && sender.contentsId === studio.contentsId && sender.frameOrigin === studio.origin;
