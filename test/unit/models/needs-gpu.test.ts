/** Whether MuseTalk could draw at speed: by a card that passed its test, on a server, or not at all. */
import { expect, test } from 'vitest';
import { createNeedsGpu } from '../../../src/main/models/needs-gpu.ts';
import type { ModelView, ProviderReport } from '../../../src/shared/model-view.ts';

const model = (at: 'file' | 'kserve', kind: ModelView['kind'] = 'musetalk'): ModelView => ({
  id: 'm',
  kind,
  label: 'm',
  licence: '',
  source: '',
  installedAt: '2026-01-01T00:00:00.000Z',
  bytes: 1,
  parts: [{ role: 'unet', at, where: '', bytes: 1 }],
  state: 'ready',
  why: null,
});
const report = (provider: ProviderReport['provider'], state: ProviderReport['state']): ProviderReport => ({
  provider,
  state,
  says: '',
  fix: null,
  difference: null,
  runMs: null,
});

test.each([
  ['nothing installed', [], [], false],
  ['a Wav2Lip alone', [model('file', 'wav2lip')], [], false],
  ['only a processor', [model('file')], [report('cpu', 'works')], true],
  ['a card that computes wrongly', [model('file')], [report('cuda', 'failed'), report('cpu', 'works')], true],
  ['a card that works', [model('file')], [report('webgpu', 'works')], false],
  ['a server', [model('kserve')], [report('cpu', 'works')], false],
] as const)('%s: %s', async (_name, models, providers, needs) => {
  const ask = createNeedsGpu({ models: async () => models, providers: async () => providers });
  expect(await ask()).toBe(needs);
});

test('providers are asked once, and again after an engine that did not answer', async () => {
  let asked = 0;
  const ask = createNeedsGpu({
    models: async () => [model('file')],
    providers: async () => {
      asked += 1;
      if (asked === 1) throw new Error('starting');
      return [report('dml', 'works')];
    },
  });
  expect(await ask()).toBe(true);
  expect(await ask()).toBe(false);
  expect(await ask()).toBe(false);
  expect(asked).toBe(2);
});
