/** Whose a key is: the screen's, or that of a popover, menu or palette lying over it. Knows no key. */

const OVERLAYS = '.mantine-Popover-dropdown, .mantine-Menu-dropdown, .mantine-Spotlight-content';

/**
 * Tells whether an overlay lay over the screen when the last key went down. To be called before anything is on screen:
 * overlays close themselves on Esc, and only whoever listens first sees that they were there.
 */
export const watchOverlayKeys = (): (() => boolean) => {
  let covered = false;
  const look = () => {
    // Some stay in the page when they are closed: only what is seen covers anything.
    covered = [...document.querySelectorAll(OVERLAYS)].some(overlay => overlay.getClientRects().length > 0);
  };
  window.addEventListener('keydown', look, { capture: true });
  return () => covered;
};
