/** Whether the installed MuseTalk could draw at speed here: on a graphics card that passed its test, or on a server. Knows no renderer. */
import type { ModelView, ProviderReport } from '../../shared/model-view.ts';

/** What it asks; `providers` may take seconds when it tests them for the first time. */
export type NeedsGpuDeps = {
  models(): Promise<readonly ModelView[]>;
  providers(): Promise<readonly ProviderReport[]>;
};

/** Clients wait a second for the list of models; until the tests are through, no card counts as found. */
const PATIENCE_MS = 600;

/** True while MuseTalk is installed and nothing but the processor could draw it. The providers are asked once. */
export const createNeedsGpu = ({ models, providers }: NeedsGpuDeps): (() => Promise<boolean>) => {
  let found: boolean | null = null;
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    try {
      found = (await providers()).some(({ provider, state }) => state === 'works' && provider !== 'cpu');
    } catch {
      // The engine may be starting anew: it is asked again next time.
      asking = null;
    }
  };
  return async () => {
    const own = (await models()).filter(({ kind }) => kind === 'musetalk');
    if (own.length === 0) return false;
    if (own.some(({ parts }) => parts.every(({ at }) => at === 'kserve'))) return false;
    asking ??= ask();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([asking, patience]);
    clearTimeout(timer);
    return found !== true;
  };
};
