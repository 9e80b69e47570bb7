/** A track on a drawn face with the `tint` probe: right place, right colours, fades, options. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FrameBuffer } from '../../../../../src/main/pipeline/frame-buffer.ts';
import { RestorerDoor } from '../../../../../src/main/pipeline/renderers/face-restorer.ts';
import { openMuseTalkNetworks } from '../../../../../src/main/pipeline/renderers/musetalk/musetalk-networks.ts';
import { createMuseTalkTrack } from '../../../../../src/main/pipeline/renderers/musetalk/musetalk-track.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { MuseTalkOptions } from '../../../../../src/shared/renderer-options/musetalk.ts';
import { drawnPicture } from './drawn-picture.ts';
import { openProbe, type Probe } from './open-probe.ts';
import {
  CUDA,
  closeProbes,
  draw,
  LOUD,
  MOUTH,
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

describe('a frame', () => {
  test.each(['basic', 'opentalking_improved', 'easy_improved', 'easy_enhanced'])(
    '%s: the mouth turns red, the rest is the picture',
    async mode => {
      const track = await openTrack(assets, shared, { mode });
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
    const track = await openTrack(assets, shared);
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
    const track = await openTrack(assets, probe);
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
    const track = await openTrack(assets, shared);
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
    const wanted = await openTrack(assets, shared);
    expect(wanted.batch).toBe(4);
    speak(wanted);
    const frames = await draw(wanted, times);
    const single = await openTrack(assets, shared, { options: { batch: 1 } });
    const fixed = await openTrack(assets, openedProbe({ batch: 1 }, { providers: CUDA }));
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
    const plain = await openTrack(assets, shared);
    const scaled = await openTrack(assets, openedProbe(probe, { providers: CUDA }));
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
    const track = await openTrack(clear, shared);
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
    const track = await openTrack(assets, probe);
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
      restorer: new RestorerDoor(async () => null),
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
    const bare = await openTrack({ ...assets, mouth: null, landmarks: null }, shared);
    expect(bare.notes).toEqual([expect.stringMatching(/No face was found/)]);
    speak(bare);
    const [frame] = await draw(bare, [poseAt(LOUD, 1)]);
    expect(pixel(frame!, ...MOUTH)).toEqual(pixel(assets.picture, ...MOUTH).slice(0, 3));
    const guessed = await openTrack({ ...assets, landmarks: null }, shared);
    expect(guessed.notes).toEqual([expect.stringMatching(/guessed from the mouth/)]);
  });
});
