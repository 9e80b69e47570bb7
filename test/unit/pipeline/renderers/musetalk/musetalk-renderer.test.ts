/** The renderer with probes: where it computes, what it refuses, what it keeps of avatars. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AvatarAssets, Track } from '../../../../../src/main/pipeline/renderers/renderer.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { MuseTalkOptions } from '../../../../../src/shared/renderer-options/musetalk.ts';
import { drawnPicture } from './drawn-picture.ts';
import { openProbe, type Probe } from './open-probe.ts';
import {
  CUDA,
  closeProbes,
  draw,
  LOUD,
  loadWith,
  openedProbe,
  openTrack,
  pixel,
  poseAt,
  speak,
  worst,
} from './probe-stage.ts';

let shared: Probe;
beforeAll(() => {
  shared = openProbe({}, { providers: CUDA });
});
afterAll(() => shared.close());
afterEach(closeProbes);

const assets = drawnPicture();

describe('where it computes', () => {
  const on = async (providers: object, options: object): Promise<Track> =>
    openTrack(assets, openedProbe({}, { providers }), { options });

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
    const track = await openTrack(moving, probe);
    speak(track);
    const poses = [0, 1, 0, 1, 1, 0].map(i => poseAt(LOUD, 1, i));
    const frames = await draw(track, poses);
    expect(probe.runs['vae-encoder']).toBe(5);
    expect(probe.runs.unet).toBe(2);
    const still = await openTrack(pictures[1]!, shared);
    speak(still);
    const [alone] = await draw(still, [poseAt(LOUD, 1)]);
    for (const i of [1, 3, 4]) expect(worst(frames[i]!.data, alone!.data)).toBeLessThanOrEqual(1);
    expect(pixel(frames[1]!, 240, 250)[0]).toBeGreaterThan(pixel(frames[0]!, 240, 250)[0]! + 8);
  });
});
