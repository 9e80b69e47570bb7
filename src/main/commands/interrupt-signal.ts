/** Ctrl-C and a polite kill as an AbortSignal. */

/** Aborts on the first SIGINT or SIGTERM; `dispose` stops listening. */
export const interruptSignal = (): { signal: AbortSignal; dispose: () => void } => {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return { signal: abort.signal, dispose: () => void process.off('SIGINT', stop).off('SIGTERM', stop) };
};
