/** Installed models as renderers get them: shared networks that stay, checked files, servers, and memory given back. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createNetworks,
  type InstalledNetworks,
} from '../../../../src/main/pipeline/inference/installed-networks.ts';
import { IDLE_MS } from '../../../../src/main/pipeline/inference/network-pool.ts';
import { seededInputs } from '../../../../src/main/pipeline/inference/numeric-test.ts';
import type { ModelPart } from '../../../../src/shared/model-manifest.ts';
import { startFakeKServe } from '../../../support/fake-kserve-server.ts';
import { tinyWav2Lip } from '../../../support/tiny-networks.ts';

let root: string;
let networks: InstalledNetworks;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'installed-'));
  networks = createNetworks({
    modelsDir: path.join(root, 'models'),
    providers: { embeddedDir: 'resources/models', cacheDir: path.join(root, 'cache') },
  });
});
afterEach(async () => {
  await networks.close();
  rmSync(root, { recursive: true });
});

const folderOf = (id: string): string => path.join(root, 'models', id);
const install = (id: string, parts: ModelPart[], size = 96): void => {
  mkdirSync(folderOf(id), { recursive: true });
  writeFileSync(path.join(folderOf(id), 'network.onnx'), tinyWav2Lip(size));
  const manifest = {
    id,
    kind: 'wav2lip',
    label: id,
    licence: 'none',
    source: 'test',
    installedAt: '2026-11-01T12:00:00.000Z',
    parts,
  };
  writeFileSync(path.join(folderOf(id), 'model.json'), JSON.stringify(manifest));
};
const filePart = (size = 96): ModelPart => {
  const bytes = tinyWav2Lip(size);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { at: 'file', role: 'network', file: 'network.onnx', sha256, bytes: bytes.length };
};
const opening = (id: string | null = null) => networks.open({ kind: 'wav2lip', id, device: 'auto' });

test('two who open a model share its network; it stays a while after both are gone', async () => {
  install('lips', [filePart()]);
  const [one, two] = [await opening(), await opening('lips')];
  const [first, second] = await Promise.all([one.network('network'), two.network('network')]);
  expect(await one.network('network')).toBe(first);
  expect(first.provider).toBe('cpu');
  const resident = { modelId: 'lips', role: 'network', provider: 'cpu', users: 2 };
  expect(await networks.memory()).toMatchObject({ networks: [resident], gpuBytes: null });
  await one.close();
  await one.close();
  await networks.tidy(performance.now() + IDLE_MS * 2);
  expect((await networks.memory()).networks).toMatchObject([{ users: 1 }]);
  const inputs = seededInputs(second.signature);
  expect(Object.keys(await second.run(inputs))).toEqual(['frames']);
  await two.close();
  await networks.tidy(performance.now());
  expect((await networks.memory()).networks).toMatchObject([{ users: 0 }]);
  await networks.tidy(performance.now() + IDLE_MS + 1_000);
  expect((await networks.memory()).networks).toEqual([]);
  const again = await opening();
  expect(Object.keys(await (await again.network('network')).run(inputs))).toEqual(['frames']);
  await again.close();
});

describe('a model that cannot be had is a coded error:', () => {
  test('none, another id, another part', async () => {
    await expect(opening()).rejects.toMatchObject({
      code: 'model/missing',
      message: /mouthpiece models import/,
    });
    install('lips', [filePart()]);
    await expect(opening('other')).rejects.toMatchObject({ code: 'model/missing' });
    const open = await opening();
    expect([open.has('network'), open.has('unet')]).toEqual([true, false]);
    await expect(open.network('unet')).rejects.toMatchObject({ code: 'model/missing' });
  });

  test('a changed file, a gone file; the next try may do better', async () => {
    install('lips', [filePart()]);
    const file = path.join(folderOf('lips'), 'network.onnx');
    appendFileSync(file, 'x');
    const open = await opening();
    await expect(open.network('network')).rejects.toMatchObject({ code: 'model/corrupt' });
    rmSync(file);
    await expect(open.network('network')).rejects.toMatchObject({ code: 'model/missing' });
    writeFileSync(file, tinyWav2Lip());
    expect((await open.network('network')).provider).toBe('cpu');
  });

  test('a manifest of another folder, or none at all, is not listed', async () => {
    install('lips', [filePart()]);
    mkdirSync(folderOf('broken'));
    writeFileSync(path.join(folderOf('broken'), 'model.json'), '{');
    expect((await networks.list()).map(({ id }) => id)).toEqual(['lips']);
  });
});

test('a part on a server runs there', async () => {
  const server = await startFakeKServe({ far: tinyWav2Lip() });
  install('lips', [{ at: 'kserve', role: 'network', url: server.url, model: 'far', version: null }]);
  const open = await opening();
  const network = await open.network('network');
  expect(network.provider).toBe('kserve');
  expect((await network.run(seededInputs(network.signature))).frames!.dims).toEqual([1, 3, 96, 96]);
  expect(await networks.describe({ url: server.url, model: 'far', version: null })).toEqual(
    network.signature,
  );
  await open.close();
  await server.close();
  await expect(networks.describe({ url: server.url, model: 'far', version: null })).rejects.toMatchObject({
    code: 'model/unreachable',
  });
});

test('providers are reported, models measured', async () => {
  install('lips', [filePart()]);
  const reports = await networks.testProviders();
  expect(reports.at(-1)).toMatchObject({ provider: 'cpu', state: 'works', difference: 0 });
  expect(reports.every(({ says }) => says.length > 5)).toBe(true);
  expect(await networks.benchmark('lips', 'cpu')).toMatchObject([
    { role: 'network', provider: 'cpu', batch: 1 },
  ]);
  await expect(networks.benchmark('other', 'cpu')).rejects.toMatchObject({ code: 'model/missing' });
});

test('the network providers are tested with is what its script makes', () => {
  copyFileSync('resources/models/manifest.json', path.join(root, 'manifest.json'));
  execFileSync(process.execPath, ['scripts/models/build-provider-test.mjs', '--out', root]);
  const name = 'provider-test.onnx';
  expect(readFileSync(path.join(root, name)).equals(readFileSync(path.join('resources/models', name)))).toBe(
    true,
  );
  expect(readFileSync(path.join(root, 'manifest.json'), 'utf8')).toBe(
    readFileSync('resources/models/manifest.json', 'utf8'),
  );
});
