/** The doctor's lines about neural models: one for each provider this machine may have, one for each installed model. */

import type { CheckResult } from '../../shared/diagnosis.ts';
import type { ProviderReport } from '../../shared/model-view.ts';
import { openModels } from '../commands/open-models.ts';
import { readConfig } from '../config.ts';
import type { Host } from '../host.ts';

// The portrait renderer and every fallback compute on the processor, so no other provider can break the app.
const STATES: Readonly<Record<ProviderReport['state'], 'ok' | 'note'>> = {
  works: 'ok',
  absent: 'note',
  failed: 'note',
};

const providerLine = ({ provider, state, says, fix, runMs }: ProviderReport): CheckResult => ({
  name: `provider ${provider}`,
  state: provider === 'cpu' && state === 'failed' ? 'fail' : STATES[state],
  says: runMs === null ? says : `${says}, ${runMs.toFixed(1)} ms`,
  fix,
});

/** Providers first, then models; a models folder that holds none is one line. Errors: engine/*, model/missing (the test network). */
export const modelChecks = async (host: Host, env: NodeJS.ProcessEnv): Promise<CheckResult[]> => {
  const { library, engine, close } = openModels(host, readConfig({}, env).dataDir);
  try {
    const providers = (await engine.call('testProviders', undefined)).map(providerLine);
    const models = (await library.list()).map(
      ({ id, kind, state, why }): CheckResult =>
        state === 'ready'
          ? { name: `model ${id}`, state: 'ok', says: `${kind}, ready`, fix: null }
          : {
              name: `model ${id}`,
              state: 'fail',
              says: `${kind}: ${why}`,
              fix: `Run: mouthpiece models remove ${id}, then import it again.`,
            },
    );
    const none: CheckResult = {
      name: 'models',
      state: 'note',
      says: 'no neural model is installed (none is needed)',
      fix: null,
    };
    return [...providers, ...(models.length === 0 ? [none] : models)];
  } finally {
    await close();
  }
};
