/** A probe of MuseTalk's networks in a folder of its own, opened as an installed model; for the tests of this folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installMuseTalk } from '../../../../../scripts/models/make-musetalk.mjs';
import { museTalkProbe } from '../../../../../scripts/models/musetalk-probe.mjs';
import { createNetworks } from '../../../../../src/main/pipeline/inference/installed-networks.ts';
import type { Network, Networks } from '../../../../../src/main/pipeline/inference/networks.ts';
import type { ModelRole, Provider } from '../../../../../src/shared/model-manifest.ts';

export type ProbeOptions = Parameters<typeof museTalkProbe>[0];

/** Counts of runs by part; `providers` pretends that parts are computed elsewhere. */
export type Probe = {
  networks: Networks;
  dir: string;
  runs: Partial<Record<ModelRole, number>>;
  close(): Promise<void>;
};

/** Opens it; `files` replaces parts. */
export const openProbe = (
  options: ProbeOptions,
  {
    providers = {},
    files = {},
  }: {
    providers?: Partial<Record<ModelRole, Provider>>;
    files?: Partial<Record<ModelRole, Uint8Array>>;
  } = {},
): Probe => {
  const dir = mkdtempSync(path.join(tmpdir(), 'musetalk-'));
  installMuseTalk(path.join(dir, 'models'), 'probe', { ...museTalkProbe(options), ...files });
  const installed = createNetworks({ modelsDir: path.join(dir, 'models') });
  const runs: Probe['runs'] = {};
  const counted = (network: Network, role: ModelRole): Network => ({
    ...network,
    provider: providers[role] ?? network.provider,
    run(inputs) {
      runs[role] = (runs[role] ?? 0) + 1;
      return network.run(inputs);
    },
  });
  return {
    dir,
    runs,
    networks: {
      ...installed,
      async open(ask) {
        const model = await installed.open({ ...ask, device: 'cpu' });
        return {
          ...model,
          has: role => model.has(role),
          network: async role => counted(await model.network(role), role),
          close: () => model.close(),
        };
      },
    },
    async close() {
      await installed.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
