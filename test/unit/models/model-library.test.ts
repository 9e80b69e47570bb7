/** Models coming, staying whole, and going: real files, a real server. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ModelLibrary } from '../../../src/main/models/model-library.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import type { StudioError } from '../../../src/shared/errors.ts';
import { InstalledModel } from '../../../src/shared/model-manifest.ts';
import type { NetworkSignature } from '../../../src/shared/model-shapes.ts';
import { type FileServer, startFileServer } from '../../support/file-server.ts';
import { tinyMuseTalk, tinyWav2Lip, withDataFile, writeModels } from '../../support/tiny-networks.ts';

let root: string;
let modelsDir: string;
let inbox: string;
let free: number;
let changes: number;
let library: ModelLibrary;
let server: FileServer | null = null;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'library-'));
  modelsDir = path.join(root, 'models');
  inbox = path.join(root, 'inbox');
  mkdirSync(inbox);
  free = 1e12;
  changes = 0;
  library = new ModelLibrary({
    modelsDir,
    clock: systemClock,
    now: () => new Date('2026-11-01T12:00:00Z'),
    describe: async () => WAV2LIP_96,
    changed: () => (changes += 1),
    downloadChanged: () => {},
    freeBytes: async () => free,
    limits: { stallMs: 200, backOffMs: 1, attempts: 2 },
  });
});
afterEach(async () => {
  await library.close();
  await server?.close();
  server = null;
  rmSync(root, { recursive: true });
});

const WAV2LIP_96: NetworkSignature = {
  inputs: [
    { name: 'mel', type: 'float32', dims: [null, 1, 80, 16] },
    { name: 'face', type: 'float32', dims: [null, 6, 96, 96] },
  ],
  outputs: [{ name: 'out', type: 'float32', dims: [null, 3, 96, 96] }],
};
const NOTHING_SAID = { kind: null, id: null, label: null, licence: null };
const importing = (...paths: string[]) =>
  library.import({ ...NOTHING_SAID, files: paths.map(file => ({ path: file, role: null })) });
const adding = (url: string, accept: string | null = null, sha256: string | null = null) =>
  library.add({ url, kind: null, id: null, label: null, sha256, accept });

describe('import', () => {
  test('of a Wav2Lip file', async () => {
    const view = await importing(writeModels(inbox, { 'My Wav2Lip.onnx': tinyWav2Lip() }));
    expect(view).toMatchObject({ id: 'my-wav2lip', kind: 'wav2lip', state: 'ready', label: 'My Wav2Lip' });
    const manifest = InstalledModel.parse(
      JSON.parse(readFileSync(path.join(modelsDir, 'my-wav2lip', 'model.json'), 'utf8')),
    );
    expect(manifest.parts).toMatchObject([{ at: 'file', role: 'network', file: 'network.onnx' }]);
    expect(await library.list()).toEqual([view]);
    expect(changes).toBe(1);
    expect(existsSync(path.join(inbox, 'My Wav2Lip.onnx'))).toBe(true);
    await expect(importing(path.join(inbox, 'My Wav2Lip.onnx'))).rejects.toMatchObject({
      code: 'store/conflict',
    });
  });

  test('of a folder with the four networks of MuseTalk, whatever their names', async () => {
    const networks = Object.values(tinyMuseTalk()).map((bytes, i) => [`part ${i}.onnx`, bytes] as const);
    writeModels(inbox, Object.fromEntries(networks));
    const view = await importing(inbox);
    expect(view.parts.map(({ role }) => role).sort()).toEqual([
      'audio-encoder',
      'unet',
      'vae-decoder',
      'vae-encoder',
    ]);
  });

  test('says what is missing, what does not fit, and what is no model', async () => {
    const { unet = new Uint8Array() } = tinyMuseTalk();
    const file = writeModels(inbox, { 'unet.onnx': unet, 'text.onnx': Buffer.from('hello') });
    await expect(importing(file)).rejects.toMatchObject({
      code: 'model/unsupported',
      message:
        'A musetalk model also needs vae-encoder, vae-decoder, audio-encoder. Give all its files at once.',
    });
    await expect(
      library.import({ ...NOTHING_SAID, kind: 'wav2lip', files: [{ path: file, role: null }] }),
    ).rejects.toMatchObject({
      code: 'model/unsupported',
      message: /mel windows \[N, 1, 80, 16\]; this one takes sample/,
    });
    await expect(importing(path.join(inbox, 'text.onnx'))).rejects.toMatchObject({ code: 'model/corrupt' });
    await expect(importing(path.join(inbox, 'gone.onnx'))).rejects.toMatchObject({ code: 'model/missing' });
    expect(await library.list()).toEqual([]);
    expect(existsSync(modelsDir)).toBe(false);
  });

  test('needs room', async () => {
    free = 1_000;
    await expect(importing(writeModels(inbox, { 'a.onnx': tinyWav2Lip() }))).rejects.toMatchObject({
      code: 'model/no-space',
    });
  });
});

describe('add', () => {
  const accepted = async (url: string) => {
    const refusal = (await adding(url).catch((error: unknown) => error)) as StudioError;
    expect(refusal).toMatchObject({ code: 'model/licence-needed' });
    return adding(url, String(refusal.details.licenceKey));
  };

  test('shows the licence once, loads, checks and installs', async () => {
    server = await startFileServer(tinyWav2Lip(256));
    const started = await accepted(server.url);
    expect(started).toMatchObject({ state: 'running', label: 'model' });
    const ended = await library.finished(started.id);
    expect(ended).toMatchObject({ state: 'done', modelId: 'model', error: null });
    expect(await library.list()).toMatchObject([{ id: 'model', source: server.url, state: 'ready' }]);
    expect(readdirSync(path.join(modelsDir, '.downloads'))).toEqual([]);
    server.behaviour.body = tinyWav2Lip(384);
    const again = await library.finished((await adding(server.url)).id);
    expect(again).toMatchObject({ state: 'done', modelId: 'model-2' });
  });

  test('reads a description with several files', async () => {
    const networks = Object.entries(tinyMuseTalk());
    const servers = await Promise.all(networks.map(([, bytes]) => startFileServer(bytes)));
    const files = networks.map(([role], i) => ({ role, url: servers[i]!.url, name: `${role}.onnx` }));
    const description = { kind: 'musetalk', label: 'Muse', licence: 'Be kind.', files };
    server = await startFileServer(Buffer.from(JSON.stringify(description)));
    const started = await accepted(server.url.replace('model.onnx', 'muse.json'));
    expect(await library.finished(started.id)).toMatchObject({ state: 'done', modelId: 'muse' });
    expect(await library.list()).toMatchObject([{ kind: 'musetalk', licence: 'Be kind.' }]);
    for (const other of servers) await other.close();
  });

  const describing = async (files: readonly { url: string; role?: string; name: string }[]) => {
    const description = { kind: 'wav2lip', label: 'Two', licence: 'Be kind.', files };
    server = await startFileServer(Buffer.from(JSON.stringify(description)));
    return server.url.replace('model.onnx', 'two.json');
  };

  test('moves data files too, and keeps what is whole while the rest is missing', async () => {
    const network = await startFileServer(withDataFile(tinyWav2Lip(), 'far.data'));
    const data = await startFileServer(new Uint8Array(5000));
    data.behaviour.stopAfter = { bytes: 1000, next: 'halt' };
    const url = await describing([
      { role: 'network', url: network.url, name: 'a.onnx' },
      { url: data.url, name: 'far.data' },
    ]);
    const started = await accepted(url);
    while (data.requests.length === 0) await new Promise(resolve => setTimeout(resolve, 5));
    expect(await library.cancel(started.id)).toMatchObject({ state: 'cancelled' });
    data.behaviour.stopAfter = null;
    const ended = await library.finished((await adding(url)).id);
    expect(ended).toMatchObject({ state: 'done', error: null });
    expect(network.requests.at(-1)).toMatch(/^bytes=\d+-$/);
    expect(readdirSync(path.join(modelsDir, '.downloads'))).toEqual([]);
    expect(readdirSync(path.join(modelsDir, 'two')).sort()).toEqual([
      'far.data',
      'model.json',
      'network.onnx',
    ]);
    expect(await library.verify('two')).toMatchObject({ state: 'ready' });
    await network.close();
    await data.close();
  });

  test('asked for twice at once is loaded once', async () => {
    server = await startFileServer(tinyWav2Lip());
    await library.finished((await accepted(server.url)).id);
    server.behaviour.body = tinyWav2Lip(384);
    const both = await Promise.allSettled([adding(server.url), adding(server.url)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('of what is no model leaves nothing but the error', async () => {
    server = await startFileServer(Buffer.from('<html>'));
    const started = await accepted(server.url);
    expect(await library.finished(started.id)).toMatchObject({
      state: 'failed',
      error: { code: 'model/corrupt' },
    });
    expect(await library.list()).toEqual([]);
    expect(readdirSync(path.join(modelsDir, '.downloads'))).toEqual([]);
    await expect(adding(`${server.url}.json`)).rejects.toMatchObject({ code: 'model/unsupported' });
    server.behaviour.stopAfter = { bytes: 3, next: 'drop' };
    await expect(adding(`${server.url}.json`)).rejects.toMatchObject({ code: 'model/download-failed' });
    server.behaviour.stopAfter = null;
    await expect(adding('http://example.org/x.onnx')).rejects.toMatchObject({ code: 'request/invalid' });
  });

  test('can be cancelled, and goes on later', async () => {
    server = await startFileServer(tinyWav2Lip());
    server.behaviour.stopAfter = { bytes: 100, next: 'halt' };
    const started = await accepted(server.url);
    await expect(adding(server.url)).rejects.toMatchObject({ code: 'store/conflict' });
    expect(await library.cancel(started.id)).toMatchObject({ state: 'cancelled' });
    server.behaviour.stopAfter = null;
    expect(await library.finished((await adding(server.url)).id)).toMatchObject({ state: 'done' });
    expect(library.downloads().map(({ state }) => state)).toEqual(['done']);
  });

  test.each(['running', 'paused'])('can be thrown away while %s, and leaves nothing', async state => {
    server = await startFileServer(tinyWav2Lip());
    server.behaviour.stopAfter = { bytes: 100, next: 'halt' };
    const { id } = await accepted(server.url);
    const kept = (): string[] => readdirSync(path.join(modelsDir, '.downloads'));
    await expect.poll(kept).toHaveLength(2);
    if (state === 'paused') await library.cancel(id);
    expect(kept()).toHaveLength(2);
    await library.discard(id);
    expect(kept()).toEqual([]);
    expect(library.downloads()).toEqual([]);
    await expect(library.discard(id)).rejects.toMatchObject({ code: 'store/not-found' });
  });
});

test('verify notices a changed byte, and remove removes', async () => {
  const { id } = await importing(writeModels(inbox, { 'a.onnx': tinyWav2Lip() }));
  expect(await library.verify(id)).toMatchObject({ state: 'ready' });
  appendFileSync(path.join(modelsDir, id, 'network.onnx'), 'x');
  expect(await library.verify(id)).toMatchObject({
    state: 'damaged',
    why: expect.stringContaining('network.onnx has'),
  });
  rmSync(path.join(modelsDir, id, 'network.onnx'));
  expect((await library.list())[0]).toMatchObject({ state: 'damaged', why: 'network.onnx is gone.' });
  await library.remove(id);
  expect(await library.list()).toEqual([]);
  await expect(library.remove(id)).rejects.toMatchObject({ code: 'model/missing' });
  await expect(library.remove('../inbox')).rejects.toMatchObject({ code: 'model/missing' });
});

test('connect uses a server whose model fits', async () => {
  const models = [{ role: 'network' as const, model: 'lips', version: null }];
  const ask = {
    url: 'http://127.0.0.1:8000',
    also: [],
    kind: 'wav2lip' as const,
    id: 'far',
    label: null,
    models,
  };
  expect(await library.connect(ask)).toMatchObject({
    id: 'far',
    parts: [{ at: 'kserve', where: 'http://127.0.0.1:8000 lips' }],
  });
  expect(await library.connect({ ...ask, url: 'grpc://127.0.0.1:8001', id: 'fast' })).toMatchObject({
    parts: [{ at: 'kserve', where: 'grpc://127.0.0.1:8001 lips' }],
  });
  for (const also of ['ftp://127.0.0.1', 'grpc://127.0.0.1/v2', 'gpu-box:8000'])
    await expect(library.connect({ ...ask, also: [also], id: 'near' })).rejects.toMatchObject({
      code: 'request/invalid',
    });
  await expect(library.connect({ ...ask, id: 'near', kind: 'musetalk' })).rejects.toMatchObject({
    code: 'model/unsupported',
  });
});
