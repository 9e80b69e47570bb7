/** What `session.created` says back: identity, defaults, modes, metadata, and never a path. */
import { expect } from 'vitest';
import { type ConformanceCase, createWith, NATIVE, openSession } from '../conformance-case.ts';

/** In the reference's order. */
const CREATED_KEYS = [
  'type',
  'session_id',
  'trace_id',
  'audio',
  'video',
  'reference_mode',
  'template_mode',
  'wav2lip_postprocess_mode',
  'preprocessed',
  'lookahead_chunks',
  'mouth_metadata',
  'runtime_config',
];
const MOUTH = {
  source_image_hash: '00',
  face_box: [0.3, 0.3, 0.7, 0.7],
  animation: { mouth_center: [0.5, 0.56], mouth_rx: 0.06, mouth_ry: 0.02 },
};

const modeCase = (asked: unknown, echoed: string | RegExp, ours?: string): ConformanceCase => ({
  name: `wav2lip_postprocess_mode ${JSON.stringify(asked)} is echoed as ${echoed}`,
  source: 'test_realtime_avatar.py: wav2lip_init_accepts_postprocess_mode_and_metadata',
  ...(ours === undefined ? {} : { ours }),
  run: async target => {
    const { created } = await openSession(target, { wav2lip_postprocess_mode: asked });
    expect(created.wav2lip_postprocess_mode).toMatch(echoed);
  },
});

const BOOLEANS = 'the reference turns booleans and unknown words into easy_improved';

/** See ConformanceCase. */
export const nativeEchoCases: readonly ConformanceCase[] = [
  {
    name: 'session.created: every field, its order and its defaults',
    source: 'realtime_avatar.py: RealtimeAvatarSession.metadata',
    run: async target => {
      const { created } = await openSession(target);
      expect(Object.keys(created).slice(0, CREATED_KEYS.length)).toEqual(CREATED_KEYS);
      expect(created).toMatchObject({
        session_id: expect.stringMatching(/^avt_[0-9a-f]{32}$/),
        trace_id: expect.stringMatching(/^trace_[0-9a-f]{32}$/),
        reference_mode: 'image',
        template_mode: 'image',
        preprocessed: false,
        lookahead_chunks: 0,
        runtime_config: {},
      });
      const { audio, video, mouth_metadata } = created;
      expect(audio).toEqual({ format: 'pcm_s16le', sample_rate: 16_000, channels: 1, chunk_samples: 17_920 });
      expect(video).toEqual({ encoding: 'jpeg-seq', wire_magic: 'VIDX', fps: 25, width: 416, height: 704 });
      expect(mouth_metadata).toEqual({});
    },
  },
  {
    name: 'mouth metadata and known knobs are echoed, unknown ones and paths are not',
    source: 'realtime_avatar.py: create_session',
    run: async target => {
      const knobs = { cfg_scale: 2, lookahead_ms: 40, animation_region: null };
      const config = {
        ...knobs,
        mouth_metadata: MOUTH,
        seed: 1,
        preset: 'realtime',
        nobody_knows: '/srv/someone/secret',
      };
      const { created } = await openSession(target, config);
      expect(created.mouth_metadata).toEqual(MOUTH);
      expect(created.runtime_config).toEqual({ cfg_scale: 2, lookahead_ms: 40 });
      expect(JSON.stringify(created)).not.toContain('/srv/someone');
    },
  },
  {
    name: 'source_path, a file of the client, is not echoed',
    source: 'realtime_avatar.py: runtime_config_keys',
    ours: 'the reference echoes source_path within runtime_config',
    run: async target => {
      const { created } = await openSession(target, { source_path: '/srv/someone/secret', cfg_scale: 2 });
      expect(created.runtime_config).toEqual({ cfg_scale: 2 });
    },
  },
  {
    name: 'inputs override config',
    source: 'routes/avatar.py: native_realtime_avatar',
    run: async target => {
      const client = await target.open(NATIVE);
      const inputs = { image_b64: target.image, preprocessed: 'yes', reference_mode: 'IMAGE' };
      const config = { preprocessed: false, reference_mode: 'frames' };
      const created = await client.ask({ type: 'session.create', inputs, config });
      expect(created).toMatchObject({ preprocessed: true, reference_mode: 'image' });
    },
  },
  {
    name: 'any model and any back end are taken by name',
    source: 'routes/avatar.py: native_realtime_avatar',
    run: async target => {
      for (const model of ['wav2lip', 'soulx-flashtalk-14b', 'flashhead']) {
        const client = await target.open(NATIVE);
        const created = await client.ask(createWith(target, {}, { model, backend: 'auto' }));
        expect(created).toMatchObject({ type: 'session.created' });
      }
    },
  },
  {
    name: 'the picture is not decoded at create',
    source: 'test_realtime_avatar.py sends the bytes "fake-image-bytes"',
    runtime: 'fake',
    run: async target => {
      const client = await target.open(NATIVE);
      const image_b64 = Buffer.from('fake-image-bytes').toString('base64');
      const created = await client.ask({ type: 'session.create', inputs: { image_b64 } });
      expect(created).toMatchObject({ type: 'session.created' });
    },
  },
  {
    name: 'the resident runtime says at create that it cannot read a picture',
    source: 'our README',
    runtime: 'resident',
    ours: 'the reference says runtime_error at the first chunk',
    run: async target => {
      const client = await target.open(NATIVE);
      const inputs = { image_b64: Buffer.from('fake-image-bytes').toString('base64') };
      expect(await client.ask({ type: 'session.create', inputs })).toMatchObject({ code: 'bad_image' });
      const asked = { type: 'session.create', inputs, config: { reference_mode: 'video' } };
      expect(await client.ask(asked)).toMatchObject({ code: 'bad_reference_mode' });
    },
  },
  {
    name: 'who draws, and where the mouth comes from',
    source: 'our README',
    runtime: 'resident',
    ours: 'renderer, mouth and delivery are our fields',
    run: async target => {
      const { created } = await openSession(target, { mouth_metadata: { animation: MOUTH.animation } });
      expect(created).toMatchObject({ renderer: 'portrait', mouth: 'given', delivery: 'lock-step' });
    },
  },
  modeCase('opentalking_improved', 'opentalking_improved'),
  modeCase('OpenTalking-Improved', 'opentalking_improved'),
  modeCase('easy_improved', 'easy_improved'),
  modeCase('easy-enhanced', 'easy_enhanced'),
  modeCase('BASIC', 'basic'),
  modeCase(null, /^(basic|opentalking_improved|easy_improved|easy_enhanced)$/),
  modeCase('whatever', /^(basic|opentalking_improved|easy_improved|easy_enhanced)$/),
  modeCase(false, 'basic', BOOLEANS),
  modeCase(true, 'opentalking_improved', BOOLEANS),
  modeCase('0', 'basic', BOOLEANS),
  modeCase(1, 'opentalking_improved', BOOLEANS),
];
