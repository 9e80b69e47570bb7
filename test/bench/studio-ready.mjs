/** Looks, from a page's first moment on, for the moment when its text can be typed. Plain JavaScript, run in the page before its own. */

/** Leaves in `window.readyAt` how long after the navigation began the field took text, ms. */
export const watchReady = () => {
  const look = () => {
    const field = document.querySelector('main textarea');
    if (field !== null && !field.disabled) window.readyAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

/** The moment; undefined before it. */
export const readyAt = () => window.readyAt;
