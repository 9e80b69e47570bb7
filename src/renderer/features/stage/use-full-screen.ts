/** Whether something fills the screen. */
import { useSyncExternalStore } from 'react';

const watch = (changed: () => void): (() => void) => {
  document.addEventListener('fullscreenchange', changed);
  return () => document.removeEventListener('fullscreenchange', changed);
};

/** True while it does. */
export const useFullscreenElement = (): boolean =>
  useSyncExternalStore(watch, () => document.fullscreenElement !== null);
