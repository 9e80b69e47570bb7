/** The methods about models: names → what they do. */
import type { ModelMethod } from '../../shared/model-methods.ts';
import type { Engine } from '../engine/engine.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import type { StudioCalls } from './studio-calls.ts';

/** A self-test may load a driver, a benchmark a model of gigabytes, ms. */
const PATIENCE_MS = 10 * 60_000;

/** Builds their part of the table. */
export const createModelCalls = (
  models: ModelLibrary,
  engine: Pick<Engine, 'call'>,
): Pick<StudioCalls, ModelMethod> => ({
  'models.list': async () => ({ models: await models.list(), downloads: models.downloads() }),
  'models.import': ask => models.import(ask),
  'models.add': ask => models.add(ask),
  'models.cancel': ({ id }) => models.cancel(id),
  'models.discard': async ({ id }) => {
    await models.discard(id);
    return {};
  },
  'models.connect': ask => models.connect(ask),
  'models.verify': ({ id }) => models.verify(id),
  'models.remove': async ({ id }) => {
    await models.remove(id);
    return {};
  },
  'models.selfTest': () => engine.call('testProviders', undefined, { timeoutMs: PATIENCE_MS }),
  'models.benchmark': ask => engine.call('benchmarkModel', ask, { timeoutMs: PATIENCE_MS }),
});
