/** The renderer on a drawn face with the `tint` probe: right place, right colours, fades, caches, refusals. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFrameBuffer, type FrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { openMuseTalkNetworks } from '../../../../../src/main/pipeline/renderers/musetalk/musetalk-networks.ts';
import { createMuseTalkTrack } from '../../../../../src/main/pipeline/renderers/musetalk/musetalk-track.ts';
import { museTalkRenderer } from '../../../../../src/main/pipeline/renderers/musetalk/renderer.ts';
import type { AvatarAssets, FramePose, Track } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { MuseTalkOptions } from '../../../../../src/shared/renderer-options/musetalk.ts';
import { sentence } from '../../articulation/sentence.ts';
import { drawnPicture } from './drawn-picture.ts';
import { openProbe, type Probe } from './open-probe.ts';

const probes: Probe[] = [];
afterEach(async () => {
  for (const probe of probes.splice(0)) await probe.close();
});

let shared: Probe;
beforeAll(() => {
  shared = openProbe({}, { providers: CUDA });
});
afterAll(() => shared.close());

const CUDA = { unet: 'cuda', 'vae-decoder': 'cuda', 'audio-encoder': 'cuda' } as const;
const openedProbe = (...args: Parameters<typeof openProbe>): Probe => {
  const probe = openProbe(...args);
  probes.push(probe);
  return probe;
};

const loadWith = (probe: Probe, warnings: string[] = []) =>
  museTalkRenderer.load({
    networks: probe.networks,
    cacheDir: path.join(probe.dir, 'cache'),
    log: (_level, message) => void warnings.push(message),
  });

const openTrack = async (
  assets: AvatarAssets,
  {
    options = {},
    mode = 'basic',
    probe = shared,
  }: {
    options?: object;
    mode?: string;
    probe?: Probe;
  } = {},
): Promise<Track> => {
  const renderer = await loadWith(probe);
  return renderer.prepare(
    assets,
    MuseTalkOptions.parse({ blinking: false, ...options }),
    CompositorOptions.parse({ mode }),
  );
};

const poseAt = (speechMicros: number | null, speaking: number, pictureIndex = 0): FramePose => ({
  lifeMicros: 0,
  weights: new Float32Array(52),
  speaking,
  speechMicros,
  pictureIndex,
});

const draw = async (
  track: Track,
  poses: readonly FramePose[],
  channels: 3 | 4 = 3,
): Promise<FrameBuffer[]> => {
  const frames = poses.map(() => createFrameBuffer(400, 400, channels));
  for (let at = 0; at < poses.length; at += track.batch)
    await track.render(poses.slice(at, at + track.batch), frames.slice(at, at + track.batch));
  return frames;
};

const pixel = ({ width, channels, data }: FrameBuffer, x: number, y: number): number[] =>
  Array.from(data.subarray((y * width + x) * channels, (y * width + x) * channels + channels));

/** Largest difference of two frames, levels. */
const worst = (a: Uint8Array, b: Uint8Array): number => {
  let largest = Math.abs(a.length - b.length);
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
};

const LOUD = 1_080_000;
const assets = drawnPicture();
const MOUTH = [200, 250] as const;

const speak = (track: Track): void => {
  void track.ear!.hear(sentence.pcm);
  void track.ear!.endTurn();
};

describe('a frame', () => {
  test.each(['basic', 'opentalking_improved', 'easy_improved', 'easy_enhanced'])(
    '%s: the mouth turns red, the rest is the picture',
    async mode => {
      const track = await openTrack(assets, { mode });
      speak(track);
      const [frame] = await draw(track, [poseAt(LOUD, 1)]);
      const [r, g, b] = pixel(frame!, ...MOUTH);
      const [wasR, wasG, wasB] = pixel(assets.picture, ...MOUTH);
      expect(r! - wasR!).toBeGreaterThan(20);
      expect(g! - wasG!).toBeLessThan(-10);
      expect(b! - wasB!).toBeLessThan(mode === 'opentalking_improved' ? -5 : -10);
      for (const [x, y] of [
        [200, 120],
        [130, 150],
        [99, 250],
        [301, 250],
        [200, 327],
        [20, 20],
        [390, 390],
      ] as const)
        for (const [c, value] of pixel(frame!, x, y).entries())
          expect(Math.abs(value - assets.picture.data[(y * 400 + x) * 4 + c]!)).toBeLessThanOrEqual(1);
      await track.close();
    },
  );

  test('what is not tinted comes back as it was: the whole box, to a few levels', async () => {
    const track = await openTrack(assets);
    speak(track);
    const [frame] = await draw(track, [poseAt(LOUD, 1)]);
    for (let y = 200; y < 320; y += 9)
      for (let x = 110; x < 290; x += 7) {
        if (Math.hypot((x - 200) / 84, (y - 254) / 56) < 1) continue;
        for (const [c, value] of pixel(frame!, x, y).entries())
          expect(Math.abs(value - assets.picture.data[(y * 400 + x) * 4 + c]!)).toBeLessThanOrEqual(4);
      }
  });

  test('idle is the picture and costs no run; between them it fades', async () => {
    const probe = openedProbe({}, { providers: CUDA });
    const track = await openTrack(assets, { probe });
    speak(track);
    const before = { ...probe.runs };
    const idle = await draw(track, [poseAt(null, 0), poseAt(LOUD, 0), poseAt(LOUD, 0.001)]);
    expect(probe.runs).toEqual(before);
    for (const frame of idle)
      expect(pixel(frame, ...MOUTH)).toEqual(pixel(assets.picture, ...MOUTH).slice(0, 3));
    const [half, full] = await draw(track, [poseAt(LOUD, 0.5), poseAt(LOUD, 1)]);
    const was = assets.picture.data[(250 * 400 + 200) * 4]!;
    expect(pixel(half!, ...MOUTH)[0]! - was).toBeCloseTo((pixel(full!, ...MOUTH)[0]! - was) / 2, -0.5);
  });

  test('speech broken off fades from its last face; a pause shows the picture', async () => {
    const track = await openTrack(assets);
    speak(track);
    const red = (frame: FrameBuffer | undefined): number => pixel(frame!, ...MOUTH)[0]!;
    const was = pixel(assets.picture, ...MOUTH)[0]!;
    const [full, fading, gone] = await draw(track, [poseAt(LOUD, 1), poseAt(null, 0.5), poseAt(null, 0)]);
    expect(red(fading) - was).toBeCloseTo((red(full) - was) / 2, -0.5);
    expect(red(gone)).toBe(was);
    track.ear!.reset();
    void track.ear!.hear(new Int16Array(16_000));
    const [silent] = await draw(track, [poseAt(600_000, 1)]);
    expect(red(silent)).toBe(was);
  });

  test('in a batch, one by one or in runs of one row: the same pictures', async () => {
    const times = Array.from({ length: 7 }, (_, i) => poseAt(800_000 + i * 40_000, 1));
    const wanted = await openTrack(assets);
    expect(wanted.batch).toBe(4);
    speak(wanted);
    const frames = await draw(wanted, times);
    const single = await openTrack(assets, { options: { batch: 1 } });
    const fixed = await openTrack(assets, { probe: openedProbe({ batch: 1 }, { providers: CUDA }) });
    for (const track of [single, fixed]) {
      expect(track.batch).toBe(1);
      speak(track);
      // The runtime may round a run of one row otherwise.
      for (const [i, frame] of (await draw(track, times)).entries())
        expect(worst(frame.data, frames[i]!.data)).toBeLessThanOrEqual(1);
    }
  });

  test.each<[string, object, number]>([
    ['that scale their latents by themselves', { scaled: true }, 1],
    ['of half floats', { elements: 'half' }, 3],
  ])('graphs %s give the same', async (_name, probe, most) => {
    const plain = await openTrack(assets);
    const scaled = await openTrack(assets, { probe: openedProbe(probe, { providers: CUDA }) });
    const [a, b] = await Promise.all(
      [plain, scaled].map(async track => {
        speak(track);
        return (await draw(track, [poseAt(LOUD, 1)]))[0]!;
      }),
    );
    expect(worst(a!.data, b!.data)).toBeLessThanOrEqual(most);
  });

  test('alpha stays in frames that have it, and is laid over grey in others', async () => {
    const clear = drawnPicture({ alpha: 0 });
    const track = await openTrack(clear);
    speak(track);
    const [withAlpha] = await draw(track, [poseAt(LOUD, 1)], 4);
    expect(pixel(withAlpha!, 200, 20)[3]).toBe(0);
    expect(pixel(withAlpha!, ...MOUTH)[3]).toBe(255);
    const [opaque] = await draw(track, [poseAt(LOUD, 1)], 3);
    expect(pixel(opaque!, 200, 20)).toEqual([128, 128, 128]);
  });
});

describe('options', () => {
  test('change while it runs, but for what the networks were loaded with', async () => {
    const probe = openedProbe({}, { providers: CUDA });
    const track = await openTrack(assets, { probe });
    speak(track);
    const [before] = await draw(track, [poseAt(LOUD, 1)]);
    track.configure({
      options: { bboxShift: 9 },
      compositor: CompositorOptions.parse({ mode: 'easy_improved' }),
    });
    const [after] = await draw(track, [poseAt(LOUD, 1)]);
    expect(worst(after!.data, before!.data)).toBeGreaterThan(0);
    expect(() => track.configure({ options: { device: 'cpu' } })).toThrow(/options.device cannot change/);
    expect(() => track.configure({ options: { bboxShift: 51 } })).toThrow(/options.bboxShift/);
  });

  test('eyes blink where they are asked to, in idle too, and while it runs', async () => {
    let opened = 0;
    let closed = 0;
    const track = await createMuseTalkTrack({
      assets,
      options: MuseTalkOptions.parse({ blinking: false }),
      compositor: CompositorOptions.parse({}),
      networks: await openMuseTalkNetworks(
        await shared.networks.open({ kind: 'musetalk', id: null, device: 'cpu' }),
      ),
      notes: [],
      faceOf: async () => null,
      openEyes: async () => {
        opened++;
        return { draw: (_micros, into) => void into.data.fill(1, 0, 3), close: async () => void closed++ };
      },
      release: async () => {},
    });
    expect(pixel((await draw(track, [poseAt(null, 0)]))[0]!, 0, 0)).toEqual([60, 90, 150]);
    expect(opened).toBe(0);
    track.configure({ options: { blinking: true } });
    for (let i = 0; i < 2; i++)
      expect(pixel((await draw(track, [poseAt(null, 0)]))[0]!, 0, 0)).toEqual([1, 1, 1]);
    await track.close();
    expect([opened, closed]).toEqual([1, 1]);
  });

  test('without a mouth nothing moves and a note says why', async () => {
    const bare = await openTrack({ ...assets, mouth: null, landmarks: null });
    expect(bare.notes).toEqual([expect.stringMatching(/No face was found/)]);
    speak(bare);
    const [frame] = await draw(bare, [poseAt(LOUD, 1)]);
    expect(pixel(frame!, ...MOUTH)).toEqual(pixel(assets.picture, ...MOUTH).slice(0, 3));
    const guessed = await openTrack({ ...assets, landmarks: null });
    expect(guessed.notes).toEqual([expect.stringMatching(/guessed from the mouth/)]);
  });
});

describe('where it computes', () => {
  const on = async (providers: object, options: object): Promise<Track> =>
    openTrack(assets, { probe: openedProbe({}, { providers }), options });

  test.each([
    [{}, {}],
    [{ unet: 'cuda' }, {}],
    [CUDA, { device: 'cpu' }],
  ])('%j with %j is refused, with a way out', async (providers, options) => {
    await expect(on(providers, options)).rejects.toMatchObject({
      code: 'model/needs-gpu',
      message: expect.stringMatching(/graphics card.*portrait.*allowCpu/),
    });
  });

  test('allowed, it says that it is slow; with a card or a server it says nothing', async () => {
    const slow = await on({}, { allowCpu: true });
    expect(slow.provider).toBe('cpu');
    expect(slow.notes).toEqual([expect.stringMatching(/one or two frames a second/)]);
    expect(await on(CUDA, {})).toMatchObject({ provider: 'cuda', notes: [] });
    const deaf = await on({ unet: 'cuda', 'vae-decoder': 'cuda' }, {});
    expect(deaf.notes).toEqual([expect.stringMatching(/hears on the processor/)]);
    const remote = { unet: 'kserve', 'vae-decoder': 'kserve', 'audio-encoder': 'kserve' };
    expect(await on(remote, {})).toMatchObject({
      provider: 'kserve',
      notes: [],
    });
  });

  test('a missing model says what to do', async () => {
    const probe = openedProbe({});
    const renderer = await loadWith(probe);
    const ask = renderer.prepare(
      assets,
      MuseTalkOptions.parse({ model: 'other', allowCpu: true }),
      CompositorOptions.parse({}),
    );
    await expect(ask).rejects.toMatchObject({ code: 'model/missing' });
  });
});

describe('what is kept', () => {
  test('latents: in memory by the avatar’s key, on the disk by their pixels and the encoder; damaged ones are made anew', async () => {
    const probe = openedProbe({}, { providers: CUDA });
    const renderer = await loadWith(probe);
    const prepare = async (which: AvatarAssets, loaded = renderer): Promise<Uint8Array> => {
      const track = await loaded.prepare(
        which,
        MuseTalkOptions.parse({ blinking: false }),
        CompositorOptions.parse({}),
      );
      speak(track);
      const [frame] = await draw(track, [poseAt(LOUD, 1)]);
      await track.close();
      return frame!.data;
    };
    const keyed = drawnPicture({ key: 'a' });
    const first = await prepare(keyed);
    expect(probe.runs['vae-encoder']).toBe(3);
    await prepare(keyed);
    await prepare(drawnPicture({ key: 'the same pixels' }));
    expect(worst(await prepare(keyed, await loadWith(probe)), first)).toBe(0);
    expect(probe.runs['vae-encoder']).toBe(3);
    const folder = path.join(probe.dir, 'cache', 'musetalk');
    const [file] = readdirSync(folder);
    const bytes = readFileSync(path.join(folder, file!));
    for (const damaged of [bytes.subarray(0, 100), Buffer.from(bytes).fill(7, 5000, 5004), Buffer.alloc(0)]) {
      writeFileSync(path.join(folder, file!), damaged);
      const before = probe.runs['vae-encoder']!;
      expect(worst(await prepare(keyed, await loadWith(probe)), first)).toBe(0);
      expect(probe.runs['vae-encoder']).toBe(before + 3);
    }
    expect(readdirSync(folder)).toEqual([file]);
  });

  test('a moving avatar has a face for each picture, each prepared once', async () => {
    const probe = openedProbe({}, { providers: CUDA });
    const shifted = (by: number): AvatarAssets => {
      const one = drawnPicture({ key: `picture ${by}` });
      return {
        ...one,
        landmarks: one.landmarks!.map((v, i) => (i % 3 === 0 ? v + by / 400 : v)),
        mouth: { animation: { mouth_center: [0.5 + by / 400, 0.625], mouth_rx: 0.1, mouth_ry: 0.04 } },
      };
    };
    const pictures = [shifted(0), shifted(40)];
    const moving: AvatarAssets = { ...pictures[0]!, frames: { count: 2, at: async i => pictures[i]! } };
    const track = await openTrack(moving, { probe });
    speak(track);
    const poses = [0, 1, 0, 1, 1, 0].map(i => poseAt(LOUD, 1, i));
    const frames = await draw(track, poses);
    expect(probe.runs['vae-encoder']).toBe(5);
    expect(probe.runs.unet).toBe(2);
    const still = await openTrack(pictures[1]!);
    speak(still);
    const [alone] = await draw(still, [poseAt(LOUD, 1)]);
    for (const i of [1, 3, 4]) expect(worst(frames[i]!.data, alone!.data)).toBeLessThanOrEqual(1);
    expect(pixel(frames[1]!, 240, 250)[0]).toBeGreaterThan(pixel(frames[0]!, 240, 250)[0]! + 8);
  });
});
