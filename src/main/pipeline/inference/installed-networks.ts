/** The models installed in a folder, one folder with a `model.json` each, opened on demand and shared. Knows no model's meaning. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { COMPONENT_FOLDER } from '../../../shared/component-manifest.ts';
import { StudioError } from '../../../shared/errors.ts';
import {
  type DeviceChoice,
  type InstalledModel,
  type ModelPart,
  type ModelRole,
  parseManifest,
} from '../../../shared/model-manifest.ts';
import type { ModelBenchmark, ProviderReport, ResidentNetwork } from '../../../shared/model-view.ts';
import { openKServeNetwork } from './kserve-network.ts';
import { LocalRuntime } from './local-runtime.ts';
import { gpuBytesInUse, readMachine } from './machine.ts';
import { modelFile } from './model-store.ts';
import { NetworkPool, type PoolFacts, type Share } from './network-pool.ts';
import type { IsSteady, Network, NetworkSignature, Networks, OpenModel } from './networks.ts';
import { seededInputs, timedRun } from './numeric-test.ts';
import { createOnnxNetwork } from './onnx-session.ts';
import { Verdicts } from './verdicts.ts';

/**
 * What the networks stand on. `providers`: where the network lies that providers are tested with (the embedded models), and where
 * the results are kept; without it everything is computed on the processor.
 */
export type NetworksDeps = {
  modelsDir: string;
  providers?: { embeddedDir: string; cacheDir: string };
  log?(level: 'info' | 'warn', message: string, fields: Record<string, string | number | null>): void;
};

/** Networks, and what is known of the machine below them. */
export type InstalledNetworks = Networks & {
  /** Unloads what nobody had for minutes; the engine process has no timer, so it is told the time, ms. */
  tidy(nowMs: number): Promise<void>;
  /** What is in memory, and the graphics memory of this process where the driver tells it. */
  memory(): Promise<{ networks: ResidentNetwork[]; gpuBytes: number | null }>;
  /** One line for each provider this system may have; each is tested once. */
  testProviders(): Promise<ProviderReport[]>;
  /** What each network of a model costs here. Errors: those of `open` and `network`. */
  benchmark(id: string, device: DeviceChoice): Promise<ModelBenchmark[]>;
  /** What a model of a KServe v2 server takes and gives. Errors: model/unreachable, model/unsupported. */
  describe(server: { url: string; model: string; version: string | null }): Promise<NetworkSignature>;
};

const BENCHMARK_RUNS = 5;

const readModel = async (folder: string): Promise<InstalledModel | null> => {
  const text = await readFile(path.join(folder, 'model.json'), 'utf8').catch(() => null);
  const model = text === null ? null : parseManifest(text);
  return model?.id === path.basename(folder) ? model : null;
};

/** Every model below `modelsDir` whose manifest can be read, by id. A missing folder holds none. */
export const listInstalled = async (modelsDir: string): Promise<InstalledModel[]> => {
  const entries = await readdir(modelsDir, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.filter(entry => entry.isDirectory()).map(entry => readModel(path.join(modelsDir, entry.name))),
  );
  return found.filter(model => model !== null).sort((a, b) => (a.id < b.id ? -1 : 1));
};

const checkFile = async (file: string, sha256: string, bytes: number): Promise<void> => {
  const info = await stat(file).catch(() => null);
  const again = 'Remove the model and import it again.';
  if (info === null) throw new StudioError('model/missing', `A file of the model is gone. ${again}`);
  if (info.size !== bytes)
    throw new StudioError('model/corrupt', `A file of the model has another size than it had. ${again}`);
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  if (hash.digest('hex') !== sha256)
    throw new StudioError('model/corrupt', `A file of the model was changed. ${again}`);
};

const bytesOf = (part: ModelPart): number =>
  part.at === 'file' ? [part, ...(part.external ?? [])].reduce((sum, { bytes }) => sum + bytes, 0) : 0;

/** How a model's networks are to be loaded. */
type Wanted = { device: DeviceChoice; threads: number; isSteady: IsSteady | undefined };

const unknownModel = (kind: string, id: string | null): StudioError =>
  new StudioError(
    'model/missing',
    `There is no ${kind} model${id === null ? '' : ` "${id}"`}. Import one: mouthpiece models import --help.`,
  );

const openRuntime = async ({ modelsDir, providers, log = () => {} }: NetworksDeps): Promise<LocalRuntime> => {
  if (providers === undefined)
    throw new StudioError('internal/bug', 'There is nothing to test providers with.');
  const { embeddedDir, cacheDir } = providers;
  const testNetwork = await modelFile(embeddedDir, 'provider-test');
  const machine = readMachine(path.join(modelsDir, COMPONENT_FOLDER.cuda));
  return new LocalRuntime({ machine, verdicts: new Verdicts(cacheDir), testNetwork, log });
};

/** Models are listed anew each time; networks are loaded once and shared by all who opened the model. */
export const createNetworks = (deps: NetworksDeps): InstalledNetworks => {
  const { modelsDir, providers } = deps;
  const pool = new NetworkPool();
  let runtime: Promise<LocalRuntime> | null = null;
  const local = (): Promise<LocalRuntime> => {
    runtime ??= openRuntime(deps);
    return runtime;
  };

  const load = async (model: InstalledModel, part: ModelPart, { device, threads, isSteady }: Wanted) => {
    if (part.at === 'kserve') {
      const { url, also, model: name, version } = part;
      return {
        network: await openKServeNetwork({ urls: [url, ...(also ?? [])], model: name, version }),
        notes: [],
      };
    }
    const at = (file: string): string => path.join(modelsDir, model.id, file);
    for (const { file, sha256, bytes } of [part, ...(part.external ?? [])])
      await checkFile(at(file), sha256, bytes);
    const { file, sha256 } = part;
    const { id: name } = model;
    // Weights in files of their own are not cut.
    const steady = isSteady === undefined || part.external !== undefined ? {} : { isSteady };
    if (providers === undefined)
      return { network: await createOnnxNetwork(at(file), { name, threads, ...steady }), notes: [] };
    const wanted = { file: at(file), sha256, bytes: bytesOf(part), name, device, threads, ...steady };
    return (await local()).load(wanted);
  };

  const openModel = (model: InstalledModel, wanted: Wanted): OpenModel => {
    const shares = new Map<ModelRole, Promise<Share>>();
    const notes: string[] = [];
    const acquire = async (role: ModelRole): Promise<Share> => {
      const part = model.parts.find(candidate => candidate.role === role);
      if (part === undefined)
        throw new StudioError('model/missing', `The model "${model.id}" has no ${role}. Import it again.`);
      const facts: PoolFacts = { modelId: model.id, role, bytes: bytesOf(part) };
      const key = JSON.stringify([model.id, part, { ...wanted, isSteady: wanted.isSteady !== undefined }]);
      const share = await pool.acquire(key, facts, () => load(model, part, wanted));
      for (const note of share.notes) if (!notes.includes(note)) notes.push(note);
      return share;
    };
    return {
      model,
      notes,
      has: role => model.parts.some(part => part.role === role),
      async network(role): Promise<Network> {
        const share = shares.get(role) ?? acquire(role);
        shares.set(role, share);
        share.catch(() => shares.delete(role));
        return (await share).network;
      },
      async close() {
        const all = [...shares.values()];
        shares.clear();
        for (const share of all) (await share.catch(() => null))?.release();
      },
    };
  };

  return {
    list: () => listInstalled(modelsDir),
    async open({ kind, id, device, threads, isSteady }) {
      const models = (await listInstalled(modelsDir)).filter(model => model.kind === kind);
      const model = id === null ? models[0] : models.find(candidate => candidate.id === id);
      if (model === undefined) throw unknownModel(kind, id);
      return openModel(model, { device, threads: threads ?? 1, isSteady });
    },
    tidy: nowMs => pool.tidy(nowMs),
    async memory() {
      const networks = pool.resident();
      const onCuda = networks.some(({ provider }) => provider === 'cuda');
      return { networks, gpuBytes: onCuda ? await gpuBytesInUse() : null };
    },
    testProviders: async () => (await local()).report(),
    async benchmark(id, device) {
      const model = (await listInstalled(modelsDir)).find(candidate => candidate.id === id);
      if (model === undefined) throw unknownModel('such', id);
      const open = openModel(model, { device, threads: 1, isSteady: undefined });
      try {
        const costs: ModelBenchmark[] = [];
        for (const { role } of model.parts) {
          const before = performance.now();
          const network = await open.network(role);
          const loadMs = performance.now() - before;
          const { runMs } = await timedRun(network, seededInputs(network.signature), BENCHMARK_RUNS);
          costs.push({ role, provider: network.provider, batch: 1, runMs, loadMs });
        }
        return costs;
      } finally {
        await open.close();
      }
    },
    async describe({ url, model, version }) {
      const network = await openKServeNetwork({ urls: [url], model, version });
      await network.close();
      return network.signature;
    },
    close: () => pool.close(),
  };
};
