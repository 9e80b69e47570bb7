/** Waiting that a signal ends. Knows no session. */

/** The work's result, or 'stopped' as soon as the signal is aborted; what comes later is dropped. */
export const whenNotStopped = async <T>(work: Promise<T>, stop: AbortSignal): Promise<T | 'stopped'> => {
  if (stop.aborted) return 'stopped';
  let onAbort = (): void => {};
  const stopped = new Promise<'stopped'>(resolve => {
    onAbort = () => resolve('stopped');
    stop.addEventListener('abort', onAbort, { once: true });
  });
  try {
    const result = await Promise.race([work, stopped]);
    return stop.aborted ? 'stopped' : result;
  } finally {
    stop.removeEventListener('abort', onAbort);
    work.catch(() => {});
  }
};
