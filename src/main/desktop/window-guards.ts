/** Puts page-policy.ts and feed-window.ts in force on Electron's sessions and pages. Decides nothing itself. */
import { type BrowserWindow, desktopCapturer, type Session, shell, type WebContents } from 'electron';
import { decideOpen, type FeedFlags, feedWindowOptions } from './feed-window.ts';
import { linkTarget, mayHearSystem, mayUse } from './page-policy.ts';
import type { Area } from './window-place.ts';

/** What the guards ask for. `origin` is the studio's as it is now: its port can change while it runs. */
export type GuardDeps = {
  origin(): string;
  feedPlace(flags: FeedFlags): Area;
  feedOpened(window: BrowserWindow, flags: FeedFlags): void;
};

/** Permissions, devices and the screen of everything that runs in a session. */
export const guardSession = (session: Session, origin: () => string): void => {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const requestingUrl = details.requestingUrl || contents.getURL();
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const ask = { permission, requestingUrl, inFrame: !details.isMainFrame };
    answer(mayUse({ ...ask, ...(mediaTypes ? { mediaTypes } : {}) }, origin(), process.platform));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingUrl, details) => {
    const mediaTypes = details.mediaType ? [details.mediaType] : undefined;
    const ask = { permission, requestingUrl, inFrame: !details.isMainFrame };
    return mayUse({ ...ask, ...(mediaTypes ? { mediaTypes } : {}) }, origin(), process.platform);
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((request, answer) => {
    const inFrame = request.frame === null || request.frame.parent !== null;
    if (!mayHearSystem({ ...request, inFrame }, origin(), process.platform)) return answer(null);
    // A request for the screen cannot be granted without a picture; the page drops it.
    desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { width: 0, height: 0 } }).then(
      ([screen]) => answer(screen === undefined ? null : { video: screen, audio: 'loopback' }),
      () => answer(null),
    );
  });
};

/** Where a page may go and what it may open; for every page of the app, the feed's too. */
export const guardContents = (contents: WebContents, deps: GuardDeps): void => {
  contents.setWindowOpenHandler(({ url, frameName }) => {
    const decision = decideOpen({ url, frameName }, deps.origin());
    if (decision.action === 'outside') void shell.openExternal(decision.url);
    if (decision.action !== 'feed') return { action: 'deny' };
    return {
      action: 'allow',
      // A program that captures the feed goes on when the studio's window is closed to the tray.
      outlivesOpener: true,
      overrideBrowserWindowOptions: {
        ...feedWindowOptions(decision.flags),
        ...deps.feedPlace(decision.flags),
      },
    };
  });
  contents.on('did-create-window', (window, { url, frameName }) => {
    const decision = decideOpen({ url, frameName }, deps.origin());
    if (decision.action === 'feed') deps.feedOpened(window, decision.flags);
    else window.destroy();
  });
  contents.on('will-navigate', event => {
    const target = linkTarget(event.url, deps.origin());
    if (target === 'own') return;
    event.preventDefault();
    if (target === 'outside') void shell.openExternal(event.url);
  });
  contents.on('will-frame-navigate', event => {
    if (linkTarget(event.url, deps.origin()) !== 'own') event.preventDefault();
  });
  contents.on('will-redirect', event => {
    if (linkTarget(event.url, deps.origin()) !== 'own') event.preventDefault();
  });
  contents.on('will-attach-webview', event => event.preventDefault());
};
