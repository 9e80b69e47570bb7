/**
 * Where a session's pictures come from besides one image, and who renders it: these rows change with frame folders, preload and the
 * proxy runtime. They are: path fields on a server without allowed roots (refused by name, never echoed); preload; models that are
 * not here (one coded error, then the end).
 */
import { expect } from 'vitest';
import type { Message } from '../../../support/socket-client.ts';
import { type ConformanceCase, createWith, expectSilence, NATIVE } from '../conformance-case.ts';

const SECRET = '/srv/someone/secret';
const NO_ROOTS = 'requires configured allowed frame roots.';

const REFUSED_PATHS: readonly { config: Message; code: string; message: string }[] = [
  {
    config: { reference_mode: 'video' },
    code: 'bad_reference_mode',
    message: "reference_mode must be 'image' or 'frames'.",
  },
  {
    config: { reference_mode: 'frames' },
    code: 'missing_frame_dir',
    message: 'ref_frame_dir is required for frame references.',
  },
  {
    config: { reference_mode: ' Frames ', ref_frame_dir: ' ' },
    code: 'missing_frame_dir',
    message: 'ref_frame_dir is required for frame references.',
  },
  {
    config: { reference_mode: 'frames', ref_frame_dir: SECRET },
    code: 'bad_frame_dir',
    message: `ref_frame_dir ${NO_ROOTS}`,
  },
  {
    config: { ref_frame_metadata_path: SECRET },
    code: 'bad_frame_metadata',
    message: `ref_frame_metadata_path ${NO_ROOTS}`,
  },
  {
    config: { prepared_cache_dir: SECRET },
    code: 'bad_prepared_cache_dir',
    message: `prepared_cache_dir ${NO_ROOTS}`,
  },
  {
    config: { template_mode: 'x' },
    code: 'bad_template_mode',
    message: "template_mode must be 'image', 'video', or 'frames'.",
  },
  {
    config: { template_mode: 'video' },
    code: 'missing_template_video',
    message: "template_video is required when template_mode='video'.",
  },
  {
    config: { template_mode: 'video', template_video: SECRET },
    code: 'bad_template_video',
    message: `template_video ${NO_ROOTS}`,
  },
  {
    config: { template_mode: 'frames' },
    code: 'missing_template_frame_dir',
    message: "template_frame_dir is required when template_mode='frames'.",
  },
  {
    config: { template_mode: 'frames', template_frame_dir: SECRET },
    code: 'bad_template_frame_dir',
    message: `template_frame_dir ${NO_ROOTS}`,
  },
  {
    config: { quicktalk_face_cache: SECRET },
    code: 'bad_quicktalk_face_cache',
    message: `quicktalk_face_cache ${NO_ROOTS}`,
  },
];

/** A body, and what comes with HTTP 200. */
const PRELOADS: readonly { body: unknown; code: string; message: string }[] = [
  { body: {}, code: 'missing_frame_dir', message: 'ref_frame_dir is required for frame references.' },
  {
    body: { ref_frame_dir: SECRET, preprocessed: true },
    code: 'bad_frame_dir',
    message: `ref_frame_dir ${NO_ROOTS}`,
  },
];

const ABSENT = ['musetalk'].flatMap(model => [`/v1/audio2video/${model}`, `/v1/avatar/${model}`]);
/** The reference's fake runtime answers these with its flat frames. */
const NOT_RENDERED_HERE = [
  '/v1/audio2video/quicktalk',
  '/v1/avatar/quicktalk',
  '/v1/audio2video/fasterliveportrait',
  '/v1/avatar/fasterliveportrait',
  '/v1/video2video/fasterliveportrait',
  '/v1/avatar/video-clone/fasterliveportrait',
];

const oneErrorThenTheEnd = (path: string, code: string, ours?: string): ConformanceCase => ({
  name: `${path}: ${code}, then the end`,
  source: 'routes/avatar.py: musetalk_compatible_avatar; test_realtime_avatar.py: musetalk not configured',
  ...(ours === undefined ? {} : { ours }),
  run: async target => {
    const client = await target.open(path);
    expect(await client.json()).toEqual({ type: 'error', code, message: expect.any(String) });
    expect(await client.next()).toBeNull();
    expect(client.closed?.code).toBe(1000);
  },
});

/** See ConformanceCase. */
export const frameSourceCases: readonly ConformanceCase[] = [
  ...REFUSED_PATHS.map(
    ({ config, code, message }): ConformanceCase => ({
      name: `no allowed roots, ${JSON.stringify(config)}: ${code}`,
      source: 'realtime_avatar.py: _validate_allowed_frame_path; test_realtime_avatar.py: path not echoed',
      run: async target => {
        const client = await target.open(NATIVE);
        const answer = await client.ask(createWith(target, config));
        expect(answer).toEqual({ type: 'error', code, message });
        expect(JSON.stringify(answer)).not.toContain('someone');
        await expectSilence(client);
      },
    }),
  ),
  {
    name: 'no allowed roots, wav2lip init with a frame folder: bad_frame_dir, no path in it',
    source: 'test_realtime_avatar.py: outside root',
    run: async target => {
      const client = await target.open('/v1/audio2video/wav2lip');
      const fields = { reference_mode: 'frames', ref_frame_dir: SECRET, preprocessed: true };
      const answer = await client.ask({ type: 'init', ref_image: target.image, ...fields });
      expect(answer).toEqual({ type: 'error', code: 'bad_frame_dir', message: `ref_frame_dir ${NO_ROOTS}` });
    },
  },
  ...PRELOADS.flatMap(({ body, code, message }) =>
    ['/v1/audio2video/wav2lip/preload', '/v1/avatar/wav2lip/preload'].map(
      (path): ConformanceCase => ({
        name: `POST ${path} ${JSON.stringify(body)}: ${code}, with HTTP 200`,
        source:
          'routes/avatar.py: preload_wav2lip_reference; test_realtime_avatar.py: wav2lip preload endpoint',
        runtime: 'resident',
        run: async target => {
          const headers = { 'content-type': 'application/json' };
          const reply = await target.http(path, { method: 'POST', headers, body: JSON.stringify(body) });
          expect(reply.status).toBe(200);
          expect(await reply.json()).toEqual({ type: 'error', code, message });
        },
      }),
    ),
  ),
  {
    name: 'POST preload in the fake runtime: preload_unsupported, with HTTP 200',
    source: 'routes/avatar.py: preload_wav2lip_reference',
    runtime: 'fake',
    run: async target => {
      const reply = await target.http('/v1/audio2video/wav2lip/preload', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      expect(reply.status).toBe(200);
      expect(await reply.json()).toMatchObject({ type: 'error', code: 'preload_unsupported' });
    },
  },
  ...ABSENT.map(path => oneErrorThenTheEnd(path, 'musetalk_proxy_not_configured')),
  ...NOT_RENDERED_HERE.map(path =>
    oneErrorThenTheEnd(path, 'runtime_not_ready', 'the reference speaks the dialogue of this model'),
  ),
];
