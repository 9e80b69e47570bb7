/** Waits for the first reading of everything. Knows one store. */
import type { StoreApi } from 'zustand/vanilla';

/** Now, or as soon as the page is ready. */
export const whenReady = (page: StoreApi<{ ready: boolean }>, act: () => void): void => {
  if (page.getState().ready) {
    act();
    return;
  }
  const stop = page.subscribe(({ ready }) => {
    if (!ready) return;
    stop();
    act();
  });
};
