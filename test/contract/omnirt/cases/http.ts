/** The plain HTTP side: the list of models and the health of the server. */
import { expect } from 'vitest';
import { z } from 'zod';
import type { ConformanceCase } from '../conformance-case.ts';

const ModelsReply = z.object({
  models: z.array(z.string()),
  statuses: z.array(z.looseObject({ id: z.string(), connected: z.boolean(), reason: z.string() })),
});
const ORDER = [
  'flashtalk',
  'wav2lip',
  'quicktalk',
  'musetalk',
  'fasterliveportrait',
  'fasterliveportrait_video_clone',
];
const SOURCE = 'test_realtime_avatar.py: audio2video_models_*';

/** See ConformanceCase. */
export const httpCases: readonly ConformanceCase[] = [
  {
    name: 'the list of models: six, in one order, and models names the connected ones',
    source: SOURCE,
    run: async target => {
      const reply = await target.http('/v1/audio2video/models');
      expect(reply.headers.get('content-type')).toContain('application/json');
      const { models, statuses } = ModelsReply.parse(await reply.json());
      expect(statuses.map(({ id }) => id)).toEqual(ORDER);
      expect(models).toEqual(statuses.filter(({ connected }) => connected).map(({ id }) => id));
    },
  },
  {
    name: 'the alias gives the same list',
    source: SOURCE,
    run: async target => {
      const [list, alias] = await Promise.all(
        ['/v1/audio2video/models', '/v1/avatar/models'].map(async path => (await target.http(path)).json()),
      );
      expect(alias).toEqual(list);
    },
  },
  {
    name: 'the fake runtime is never called a model',
    source: SOURCE,
    runtime: 'fake',
    ours: 'whether another server runs its fake runtime is not known',
    run: async target => {
      const { models, statuses } = ModelsReply.parse(await (await target.http('/v1/avatar/models')).json());
      expect(models).toEqual([]);
      expect(statuses.map(({ reason }) => reason)).toEqual([
        'fallback_runtime',
        'runtime_not_enabled',
        'runtime_not_enabled',
        'not_configured',
        'runtime_not_enabled',
        'runtime_not_enabled',
      ]);
    },
  },
  {
    name: 'the resident runtime answers for flashtalk and wav2lip and says who draws',
    source: SOURCE,
    runtime: 'resident',
    ours: 'the field renderer',
    run: async target => {
      const { models, statuses } = ModelsReply.parse(await (await target.http('/v1/avatar/models')).json());
      expect(models).toEqual(['flashtalk', 'wav2lip']);
      expect(statuses[0]).toMatchObject({ reason: 'resident_runtime', renderer: 'portrait' });
      expect(statuses[1]).toMatchObject({ reason: 'wav2lip_runtime', renderer: 'portrait' });
    },
  },
  {
    name: 'health, readiness and figures',
    source: 'server/app.py: healthz, readyz, metrics',
    run: async target => {
      expect(await (await target.http('/healthz')).json()).toEqual({ ok: true });
      expect(await (await target.http('/readyz')).json()).toMatchObject({ ok: true });
      const figures = await target.http('/metrics');
      expect([figures.status, figures.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('text/plain'),
      ]);
    },
  },
];
