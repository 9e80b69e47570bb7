/** Models on the page: a licence is read before a download, long work says what it does, errors are kept apart. */
import { beforeEach, expect, test } from 'vitest';
import { framesPerSecond, Models } from '../../../../../src/renderer/features/models/models.ts';
import { type ErrorData, StudioError } from '../../../../../src/shared/errors.ts';
import type { ModelDownloadView } from '../../../../../src/shared/model-view.ts';
import type { StudioApi, StudioEvent } from '../../../../../src/shared/studio-api.ts';

const download: ModelDownloadView = {
  id: 'd1',
  url: 'https://example.org/lips.onnx',
  label: 'lips',
  state: 'running',
  phase: 'loading',
  bytesDone: 0,
  bytesTotal: 100,
  bytesPerSecond: 10,
  modelId: null,
  error: null,
};

let calls: { name: string; params: Record<string, unknown> }[];
let failures: ErrorData[];
let answer: (name: string, params: Record<string, unknown>) => unknown;
let tell: (event: StudioEvent) => void;
let models: Models;

beforeEach(() => {
  calls = [];
  failures = [];
  answer = () => ({});
  const api = {
    call: async (name: string, params: Record<string, unknown>) => {
      calls.push({ name, params });
      return answer(name, params);
    },
    subscribe: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
  } as unknown as StudioApi;
  models = new Models({ api, failed: error => failures.push(error) });
});

test('a licence is shown first, and its key goes with the accepted download', async () => {
  answer = (_name, params) => {
    if (params.accept === 'key') return download;
    throw new StudioError('model/licence-needed', 'Read it.', {
      licence: 'For research.',
      licenceKey: 'key',
    });
  };
  expect(await models.download({ url: download.url })).toBe(false);
  expect(models.view.getState()).toMatchObject({ licence: { text: 'For research.' }, error: null });
  await models.acceptLicence();
  expect(calls.at(-1)?.params).toMatchObject({ url: download.url, accept: 'key' });
  expect(models.view.getState()).toMatchObject({ licence: null, downloads: [{ id: 'd1' }] });
  tell({ name: 'model.download', download: { ...download, bytesDone: 60 } });
  expect(models.view.getState().downloads).toMatchObject([{ bytesDone: 60 }]);
});

test('a download that goes on takes the place of its earlier try, and one thrown away is gone', async () => {
  tell({ name: 'model.download', download: { ...download, state: 'cancelled' } });
  answer = () => ({ ...download, id: 'd2' });
  await models.download({ url: download.url });
  expect(models.view.getState().downloads.map(({ id }) => id)).toEqual(['d2']);
  await models.discard('d2');
  expect(calls.at(-1)).toEqual({ name: 'models.discard', params: { id: 'd2' } });
  expect(models.view.getState().downloads).toEqual([]);
});

test('an import that fails keeps its error on the screen; the next try clears it', async () => {
  answer = name => {
    if (name === 'models.import') throw new StudioError('model/unsupported', 'Other shapes.');
    return { models: [], downloads: [] };
  };
  expect(await models.import('/x.onnx')).toBe(false);
  expect(models.view.getState().error?.code).toBe('model/unsupported');
  answer = () => ({ models: [], downloads: [] });
  expect(await models.import('/y.onnx')).toBe(true);
  expect(models.view.getState().error).toBeNull();
});

test('one thing at a time on a model; a failure is told and leaves it free', async () => {
  let finish: (value: unknown) => void = () => {};
  answer = () => new Promise(resolve => (finish = resolve));
  const first = models.benchmark('lips');
  await models.verify('lips');
  expect(calls.map(({ name }) => name)).toEqual(['models.benchmark']);
  expect(models.view.getState().busy).toEqual({ lips: 'benchmark' });
  finish([{ role: 'network', provider: 'cpu', batch: 4, runMs: 160, loadMs: 3 }]);
  await first;
  expect(framesPerSecond(models.view.getState().benchmarks.lips![0]!)).toBe(25);
  answer = () => Promise.reject(new StudioError('model/missing', 'Gone.'));
  await models.verify('lips');
  expect(failures.map(({ code }) => code)).toEqual(['model/missing']);
  expect(models.view.getState().busy).toEqual({});
});
