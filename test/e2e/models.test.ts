/** `mouthpiece models` and `doctor` from the build: a model comes in, is checked and measured, and goes. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ModelBenchmark, ModelView, ProviderReport } from '../../src/shared/model-view.ts';
import { BUILT_COMMAND_LINE } from '../support/built.ts';
import { startFakeKServe } from '../support/fake-kserve-server.ts';
import { startFileServer } from '../support/file-server.ts';
import { tinyWav2Lip, writeModels } from '../support/tiny-networks.ts';

let folder: string;
let data: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mouthpiece-models-'));
  data = path.join(folder, 'data');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Outcome = { code: number; stdout: string; stderr: string };

const mouthpiece = (...args: string[]): Promise<Outcome> =>
  new Promise(resolve => {
    const env = { ...process.env, MOUTHPIECE_DATA: data };
    execFile(process.execPath, [BUILT_COMMAND_LINE, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
const models = (...args: string[]): Promise<Outcome> => mouthpiece('models', ...args);

test('import, list, measure, verify, remove', async () => {
  expect((await models('list')).stdout).toMatch(/No models yet/);
  const file = writeModels(folder, { 'Lips 96.onnx': tinyWav2Lip() });
  const imported = await models('import', file, '--json');
  expect(ModelView.parse(JSON.parse(imported.stdout))).toMatchObject({ id: 'lips-96', kind: 'wav2lip' });
  const costs = z
    .array(ModelBenchmark)
    .parse(JSON.parse((await models('bench', 'lips-96', '--json')).stdout));
  expect(costs).toMatchObject([{ role: 'network' }]);
  expect((await models('verify')).code).toBe(0);
  appendFileSync(path.join(data, 'models', 'lips-96', 'network.onnx'), 'x');
  expect(await models('verify')).toMatchObject({ code: 1, stdout: expect.stringContaining('damaged') });
  const lines: unknown = JSON.parse((await mouthpiece('doctor', '--json')).stdout);
  expect(lines).toContainEqual(expect.objectContaining({ name: 'model lips-96', state: 'fail' }));
  expect(lines).toContainEqual(expect.objectContaining({ name: 'provider cpu', state: 'ok' }));
  expect((await models('remove', 'lips-96')).code).toBe(0);
  expect((await models('list', '--json')).stdout.trim()).toBe('[]');
});

test('add asks for the licence, loads, and takes up what was left', async () => {
  const server = await startFileServer(tinyWav2Lip(256));
  const refused = await models('add', server.url);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('[model/licence-needed]') });
  const added = await models('add', server.url, '--accept-licence', '--label', 'Far', '--json');
  expect(ModelView.parse(JSON.parse(added.stdout))).toMatchObject({ id: 'far', source: server.url });
  const again = await models('add', server.url);
  expect(again.stderr).toContain('[store/conflict]');
  await server.close();
});

test('a download that was killed goes on where it was', async () => {
  const server = await startFileServer(tinyWav2Lip(384));
  server.behaviour.stopAfter = { bytes: 200, next: 'halt' };
  const args = [BUILT_COMMAND_LINE, 'models', 'add', server.url, '--accept-licence', '--data', data];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const downloads = path.join(data, 'models', '.downloads');
  await expect
    .poll(() => readdirSync(downloads).some(name => statSync(path.join(downloads, name)).size === 200), {
      timeout: 20_000,
    })
    .toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  server.behaviour.stopAfter = null;
  const again = await models('add', server.url, '--accept-licence', '--id', 'killed', '--json');
  expect(ModelView.parse(JSON.parse(again.stdout))).toMatchObject({ id: 'killed', state: 'ready' });
  expect(server.requests).toEqual(['', 'bytes=200-']);
  await server.close();
});

test('connect uses a server; providers are reported', async () => {
  const server = await startFakeKServe({ lips: tinyWav2Lip() });
  const connected = await models('connect', server.url, 'lips', '--id', 'there', '--json');
  expect(ModelView.parse(JSON.parse(connected.stdout))).toMatchObject({ id: 'there', bytes: 0 });
  await server.close();
  expect((await models('bench', 'there')).stderr).toContain('[model/unreachable]');
  const reports = z.array(ProviderReport).parse(JSON.parse((await models('test', '--json')).stdout));
  expect(reports.at(-1)).toMatchObject({ provider: 'cpu', state: 'works' });
});

test('what is wrong is said in one line', async () => {
  const text = writeModels(folder, { 'text.onnx': Buffer.from('hello') });
  for (const [args, code] of [
    [['import', text], 'model/corrupt'],
    [['import', path.join(folder, 'nowhere')], 'model/missing'],
    [['import', text, '--kind', 'sora'], 'request/invalid'],
    [['add', 'http://example.org/x.onnx'], 'request/invalid'],
    [['remove', 'nobody'], 'model/missing'],
    [['bench', 'nobody'], 'model/missing'],
  ] as const) {
    const { stderr } = await models(...args);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(`[${code}]`);
  }
});
