/** Sizes, rates and chunk lengths: what is asked for, what is granted, and what a chunk then brings. */
import { expect } from 'vitest';
import type { Message } from '../../../support/socket-client.ts';
import { type ConformanceCase, expectFrames, openFlashTalk, openSession } from '../conformance-case.ts';

type Row = { given: Message; granted: { audio?: Message; video?: Message } };

const NATIVE_ROWS: readonly Row[] = [
  { given: { fps: 30 }, granted: { audio: { chunk_samples: 14_933 }, video: { fps: 30 } } },
  { given: { fps: 12 }, granted: { audio: { chunk_samples: 37_333 } } },
  { given: { slice_len: 10 }, granted: { audio: { chunk_samples: 6400 } } },
  { given: { emit_frames_per_chunk: 12 }, granted: { audio: { chunk_samples: 7680 } } },
  { given: { emit_frames_per_chunk: 12, slice_len: 10 }, granted: { audio: { chunk_samples: 6400 } } },
  { given: { sample_rate: 24_000 }, granted: { audio: { sample_rate: 24_000, chunk_samples: 26_880 } } },
  { given: { sample_rate: 44_100, fps: 30 }, granted: { audio: { chunk_samples: 41_160 } } },
  { given: { chunk_samples: 640 }, granted: { audio: { chunk_samples: 640 } } },
  {
    given: { chunk_samples: '640', width: ' 128 ' },
    granted: { audio: { chunk_samples: 640 }, video: { width: 128 } },
  },
  { given: { width: 128.9, fps: 25.9 }, granted: { video: { width: 128, fps: 25 } } },
  { given: { width: 831, height: 1109 }, granted: { video: { width: 831, height: 1109 } } },
];

const WAV2LIP_ROWS: readonly { given: Message; granted: Message }[] = [
  { given: { fps: 30 }, granted: { fps: 30, slice_len: 28, chunk_samples: 14_933 } },
  {
    given: { slice_len: 10, frame_num: 33, motion_frames_num: 8 },
    granted: { slice_len: 10, frame_num: 33, motion_frames_num: 8, chunk_samples: 6400 },
  },
  { given: { width: 256, height: 256 }, granted: { width: 256, height: 256 } },
  { given: { chunk_samples: 640, sample_rate: 24_000 }, granted: { chunk_samples: 17_920 } },
];

/** See ConformanceCase. */
export const geometryCases: readonly ConformanceCase[] = [
  ...NATIVE_ROWS.map(
    ({ given, granted }): ConformanceCase => ({
      name: `native geometry ${JSON.stringify(given)}`,
      source: 'realtime_avatar.py: create_session, slice_len · sample_rate // fps',
      run: async target => {
        const { client, created } = await openSession(target, given);
        expect(created).toMatchObject(granted);
        const { chunk_samples, sample_rate, channels } = created.audio as Record<string, number>;
        const { fps } = created.video as Record<string, number>;
        const bytes = Number(chunk_samples) * Number(channels) * 2;
        const { jpegs } = await client.speak(bytes);
        expectFrames(target, jpegs, Math.ceil((Number(chunk_samples) * Number(fps)) / Number(sample_rate)));
      },
    }),
  ),
  ...WAV2LIP_ROWS.map(
    ({ given, granted }): ConformanceCase => ({
      name: `wav2lip init geometry ${JSON.stringify(given)}`,
      source: 'routes/avatar.py: _flashtalk_compatible_loop',
      run: async target => {
        const { client, ok } = await openFlashTalk(target, '/v1/audio2video/wav2lip', given);
        expect(ok).toMatchObject(granted);
        client.sendAudio(Number(ok.chunk_samples) * 2);
        await client.video();
      },
    }),
  ),
  {
    name: 'two channels make chunks of twice the bytes',
    source: 'realtime_avatar.py: AvatarAudioSpec.chunk_bytes',
    run: async target => {
      const { client } = await openSession(target, { channels: 2, chunk_samples: 640 });
      client.sendAudio(1280);
      expect(await client.json()).toMatchObject({
        code: 'bad_audio_chunk',
        message: 'Expected 2560 bytes of pcm_s16le audio, got 1280.',
      });
      expectFrames(target, (await client.speak(2560)).jpegs, 1);
    },
  },
  {
    name: 'chunks of 160 ms add up to 28 frames in 1120 ms',
    source: 'our README; the reference holds the first frames back',
    runtime: 'resident',
    ours: 'each chunk brings the frames whose time has begun',
    run: async target => {
      const { client } = await openSession(target, { chunk_samples: 2560 });
      const counts: number[] = [];
      for (let i = 0; i < 7; i++) counts.push((await client.speak(5120)).jpegs.length);
      expect(counts).toEqual([4, 4, 4, 4, 4, 4, 4]);
    },
  },
  {
    name: 'a picture of 32x32 and chunks of 16 samples',
    source: 'test_realtime_avatar.py: native_realtime_avatar_ws_flow',
    runtime: 'fake',
    run: async target => {
      const { client, created } = await openSession(target, { width: 32, height: 32, chunk_samples: 16 });
      expect(created).toMatchObject({ audio: { chunk_samples: 16 }, video: { width: 32, height: 32 } });
      expect((await client.speak(32)).metrics).toMatchObject({ chunk_index: 1 });
    },
  },
];
