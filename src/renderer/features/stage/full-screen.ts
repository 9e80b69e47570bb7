/** The stage over the whole screen, and back. Knows the element by its name, not what is in it. */

/** Id of what fills the screen. */
export const STAGE_ID = 'stage-picture';

/** Fills the screen or gives it back; nothing where no stage is in sight or the browser does not allow it. */
export const toggleFullScreen = (): void => {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else
    void document
      .getElementById(STAGE_ID)
      ?.requestFullscreen()
      .catch(() => {});
};
