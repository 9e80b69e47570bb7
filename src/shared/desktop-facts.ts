/** What the page is told about the desktop app around it. In a plain browser there is none. */

/** Set on `window.desktop` by the preload script; facts only, no calls: everything else goes over the loopback server. */
export type DesktopFacts = {
  /** Where the app runs, for key names and the place of window buttons. */ readonly platform:
    | 'darwin'
    | 'win32'
    | 'linux';
};
