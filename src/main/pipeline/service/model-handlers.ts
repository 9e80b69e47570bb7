/** The engine's answers about installed models and the machine's providers. Knows no session. */
import type { EngineCalls } from '../../../shared/engine-link.ts';
import type { InstalledNetworks } from '../inference/installed-networks.ts';
import type { CallHandlers } from './call-handlers.ts';

type ModelCall = 'listModels' | 'testProviders' | 'benchmarkModel' | 'describeServerModel';

/** Benchmarks go one at a time: two would measure each other. */
export const createModelHandlers = (networks: InstalledNetworks): Pick<CallHandlers, ModelCall> => {
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
  return {
    listModels: async () => [...(await networks.list())],
    testProviders: () => alone(() => networks.testProviders()),
    benchmarkModel: ({ id, device }: EngineCalls['benchmarkModel'][0]) =>
      alone(() => networks.benchmark(id, device)),
    describeServerModel: server => networks.describe(server),
  };
};
