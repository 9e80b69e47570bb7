/** Parts of the page that come after it: each has a chunk of its own, fetched when first shown or when the page has time. Knows no part. */
import { type ComponentType, type ReactNode, startTransition, useEffect, useState } from 'react';

/** A component that is fetched. `fetch` may be called any number of times; it rejects while the server is away. */
export type Late<P extends object> = ComponentType<P & { instead?: ReactNode }> & { fetch(): Promise<void> };

const RETRY_MS = 1_500;

/** Shows `instead` (nothing, unless told) until the component is here; one that was fetched before is there at once. */
export const late = <P extends object>(load: () => Promise<ComponentType<P>>): Late<P> => {
  let known: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;
  const fetch = (): Promise<void> => {
    loading ??= load().then(
      component => {
        known = component;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  const Shown = ({ instead = null, ...props }: P & { instead?: ReactNode }) => {
    const [Component, setComponent] = useState<ComponentType<P> | null>(() => known);
    useEffect(() => {
      if (Component !== null) return;
      let timer = 0;
      let isGone = false;
      const come = (): void => {
        fetch().then(
          () => isGone || startTransition(() => setComponent(() => known)),
          () => {
            if (!isGone) timer = window.setTimeout(come, RETRY_MS);
          },
        );
      };
      come();
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    }, [Component]);
    return Component === null ? instead : <Component {...(props as unknown as P)} />;
  };
  return Object.assign(Shown, { fetch });
};

/** Fetches parts one by one, whenever the page has nothing else to do. What cannot be fetched now comes when it is shown. */
export const fetchInTime = (parts: readonly { fetch(): Promise<void> }[]): void => {
  const [next, ...rest] = parts;
  if (next === undefined) return;
  const go = (): void =>
    void next
      .fetch()
      .catch(() => {})
      .then(() => fetchInTime(rest));
  // Safari has no idle callback.
  if ('requestIdleCallback' in window) window.requestIdleCallback(go, { timeout: 3_000 });
  else setTimeout(go, 200);
};
