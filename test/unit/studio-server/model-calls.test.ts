/** The studio's methods about models, over a real library; the engine's part is answered by a function. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ModelLibrary } from '../../../src/main/models/model-library.ts';
import { createModelCalls } from '../../../src/main/studio-server/model-calls.ts';
import { createModelUploadRoute } from '../../../src/main/studio-server/model-upload-route.ts';
import { systemClock } from '../../../src/main/system-clock.ts';
import type { StudioError } from '../../../src/shared/errors.ts';
import { MODEL_METHODS } from '../../../src/shared/model-methods.ts';
import type { ModelDownloadView } from '../../../src/shared/model-view.ts';
import { startFileServer } from '../../support/file-server.ts';
import { tinyWav2Lip, writeModels } from '../../support/tiny-networks.ts';

let folder: string;
let library: ModelLibrary;
let told: ModelDownloadView[];
let asked: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'model-calls-'));
  told = [];
  asked = [];
  library = new ModelLibrary({
    modelsDir: path.join(folder, 'models'),
    clock: systemClock,
    now: () => new Date('2026-11-01T12:00:00Z'),
    describe: async () => ({ inputs: [], outputs: [] }),
    changed: () => {},
    downloadChanged: view => told.push(view),
  });
});
afterEach(async () => {
  await library.close();
  rmSync(folder, { recursive: true });
});

const calls = () =>
  createModelCalls(library, {
    call: async name => {
      asked.push(name);
      return [] as never;
    },
  });

test('import, list, verify, remove answer what the table says', async () => {
  const files = [{ path: writeModels(folder, { 'lips.onnx': tinyWav2Lip() }) }];
  const ask = MODEL_METHODS['models.import'].params.parse({ files });
  const view = MODEL_METHODS['models.import'].result.parse(await calls()['models.import'](ask, ['files']));
  expect(view.id).toBe('lips');
  const list = MODEL_METHODS['models.list'].result.parse(await calls()['models.list']({}, []));
  expect(list).toEqual({ models: [view], downloads: [] });
  expect(await calls()['models.verify']({ id: 'lips' }, [])).toMatchObject({ state: 'ready' });
  expect(await calls()['models.remove']({ id: 'lips' }, [])).toEqual({});
  expect(await library.list()).toEqual([]);
});

test('files come in by HTTP too, with their data files', async () => {
  const route = createModelUploadRoute(library);
  const upload = async (name: string, bytes: Uint8Array): Promise<string> => {
    const { body } = (await route.answer({
      params: {},
      query: new URLSearchParams(),
      header: header => (header === 'x-file-name' ? encodeURIComponent(name) : null),
      body: (async function* () {
        yield bytes;
      })(),
    })) as { body: string };
    return (JSON.parse(body) as { uploadId: string }).uploadId;
  };
  const files = [{ upload: await upload('../My lips.onnx', tinyWav2Lip()), role: null }];
  const ask = MODEL_METHODS['models.import'].params.parse({ files });
  expect(await calls()['models.import'](ask, [])).toMatchObject({ id: 'my-lips', label: 'My lips' });
  await expect(Promise.resolve(calls()['models.import'](ask, []))).rejects.toMatchObject({
    code: 'store/not-found',
  });
  const bad = { ...ask, files: [{ upload: await upload('text.onnx', Buffer.from('x')), role: null }] };
  await expect(Promise.resolve(calls()['models.import'](bad, []))).rejects.toMatchObject({
    code: 'model/corrupt',
  });
  await library.start();
  expect(readdirSync(path.join(folder, 'models')).sort()).toEqual(['my-lips']);
});

test('add brings the licence with its refusal, then tells how far it is', async () => {
  const server = await startFileServer(tinyWav2Lip());
  const ask = MODEL_METHODS['models.add'].params.parse({ url: server.url });
  const add = (accept: string | null) => calls()['models.add']({ ...ask, accept }, ['url']);
  const refusal = (await Promise.resolve(add(null)).catch((error: unknown) => error)) as StudioError;
  expect(refusal).toMatchObject({ code: 'model/licence-needed', details: { licence: expect.any(String) } });
  const { id } = await add(String(refusal.details.licenceKey));
  await library.finished(id);
  expect(told.at(-1)).toMatchObject({ id, state: 'done', phase: 'installing', modelId: 'model' });
  expect(
    MODEL_METHODS['models.cancel'].result.parse(await calls()['models.cancel']({ id }, [])),
  ).toMatchObject({
    state: 'done',
  });
  await server.close();
});

test('tests and benchmarks are the engine’s', async () => {
  expect(await calls()['models.selfTest']({}, [])).toEqual([]);
  await calls()['models.benchmark']({ id: 'lips', device: 'auto' }, []);
  await expect(
    calls()['models.connect'](
      {
        url: 'http://127.0.0.1:9',
        also: [],
        kind: 'wav2lip',
        id: null,
        label: null,
        models: [{ role: 'network', model: 'x', version: null }],
      },
      [],
    ),
  ).rejects.toMatchObject({ code: 'model/unsupported' });
  expect(asked).toEqual(['testProviders', 'benchmarkModel']);
});
