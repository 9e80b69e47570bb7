/** The models installed in a folder, one folder with a `model.json` each, opened on demand. Knows no model's meaning. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors.ts';
import { InstalledModel, type ModelRole } from '../../../shared/model-manifest.ts';
import type { Networks } from './networks.ts';
import { createOnnxNetwork } from './onnx-session.ts';

const readModel = async (folder: string): Promise<InstalledModel | null> => {
  const text = await readFile(path.join(folder, 'model.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return InstalledModel.parse(JSON.parse(text));
  } catch {
    return null;
  }
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

/** Models are listed anew each time; an open model keeps its networks until it is closed. */
export const createNetworks = ({ modelsDir }: { modelsDir: string }): Networks => ({
  list: () => listInstalled(modelsDir),
  async open({ kind, id, threads }) {
    const models = (await listInstalled(modelsDir)).filter(model => model.kind === kind);
    const model = id === null ? models[0] : models.find(candidate => candidate.id === id);
    if (model === undefined) {
      throw new StudioError(
        'model/missing',
        `There is no ${kind} model${id === null ? '' : ` "${id}"`}. Import one: mouthpiece models import --help.`,
      );
    }
    const loaded = new Map<ModelRole, ReturnType<typeof createOnnxNetwork>>();
    const load = async (role: ModelRole) => {
      const part = model.parts.find(candidate => candidate.role === role);
      if (part === undefined)
        throw new StudioError('model/missing', `The model "${model.id}" has no ${role}. Import it again.`);
      if (part.at === 'kserve')
        throw new StudioError('model/unsupported', 'Models of a server cannot be run by this version.');
      const file = path.join(modelsDir, model.id, part.file);
      await checkFile(file, part.sha256, part.bytes);
      return createOnnxNetwork(file, { name: model.id, ...(threads === undefined ? {} : { threads }) });
    };
    return {
      model,
      notes: [],
      has: role => model.parts.some(part => part.role === role),
      network(role) {
        const known = loaded.get(role);
        if (known !== undefined) return known;
        const loading = load(role);
        loaded.set(role, loading);
        loading.catch(() => loaded.delete(role));
        return loading;
      },
      async close() {
        const networks = [...loaded.values()];
        loaded.clear();
        for (const network of networks) await (await network.catch(() => null))?.close();
      },
    };
  },
  close() {},
});
