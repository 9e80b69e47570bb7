/** Versions of a mouth through the studio's API on a real database: order, labels, restoring, conflicts, other pictures. */
import { describe, expect, test } from 'vitest';
import type { MouthMetadata } from '../../../src/shared/mouth-metadata.ts';
import { sketchOf } from '../../../src/shared/mouth-sketch.ts';
import { studioForTests } from './studio-fixture.ts';

const at = studioForTests();

const mouthAt = (x: number): MouthMetadata => ({
  animation: { mouth_center: [x, 0.5], mouth_rx: 0.1, mouth_ry: 0.05 },
});
const refusal = (work: Promise<unknown>): Promise<{ code: string; details: unknown }> =>
  work.then(
    () => ({ code: 'none', details: null }),
    error => error,
  );

describe('versions of a mouth', () => {
  test('each save is one, newest first, with its drawing; they outlive the server', async () => {
    const { id, mouthRevision, pictureHash } = await at().importPicture(1);
    expect(mouthRevision).toBe(1);
    const { api } = at().studio;
    const saved = await api.call('avatars.setMouth', { id, mouth: mouthAt(0.4), base: 1, label: ' wider ' });
    expect(saved).toMatchObject({ mouthRevision: 2, mouthSource: 'hand' });
    const stored = await api.call('avatars.mouthAt', { id, revision: 2 });
    expect(stored?.source_image_hash).toBe(pictureHash);
    await at().reopen();
    const versions = await at().studio.api.call('avatars.mouthHistory', { id });
    expect(versions).toMatchObject([
      { revision: 2, source: 'hand', label: 'wider', restoredFrom: null, otherPicture: false, keyFrames: 0 },
      { revision: 1, source: 'detected', label: '' },
    ]);
    expect(versions[0]!.lips!.outer).toHaveLength(20);
    expect(versions[0]!.at <= new Date().toISOString()).toBe(true);
  });

  test('one that is restored becomes the newest; a label can be given later', async () => {
    const { id } = await at().importPicture(1);
    const { api } = at().studio;
    await api.call('avatars.setMouth', { id, mouth: mouthAt(0.4) });
    const back = await api.call('avatars.restoreMouth', { id, revision: 1, base: 2 });
    expect(back).toMatchObject({ mouthRevision: 3, mouthSource: 'detected' });
    const [first, third] = await Promise.all(
      [1, 3].map(revision => api.call('avatars.mouthAt', { id, revision })),
    );
    expect(third).toEqual(first);
    expect(back.mouth).toEqual(sketchOf(first!));
    const named = await api.call('avatars.labelMouth', { id, revision: 2, label: 'try' });
    expect(named.map(({ label, restoredFrom }) => [label, restoredFrom])).toEqual([
      ['', 1],
      ['try', null],
      ['', null],
    ]);
    expect(await refusal(api.call('avatars.mouthAt', { id, revision: 9 }))).toMatchObject({
      code: 'store/not-found',
    });
  });

  test('two windows do not overwrite each other silently', async () => {
    const { id } = await at().importPicture(1);
    const { api } = at().studio;
    await api.call('avatars.setMouth', { id, mouth: mouthAt(0.4), base: 1 });
    const late = api.call('avatars.setMouth', { id, mouth: mouthAt(0.6), base: 1 });
    expect(await refusal(late)).toMatchObject({ code: 'store/conflict', details: { base: 1, newest: 2 } });
    expect(await refusal(api.call('avatars.restoreMouth', { id, revision: 1, base: 1 }))).toMatchObject({
      code: 'store/conflict',
    });
    expect(await api.call('avatars.mouthHistory', { id })).toHaveLength(2);
    const over = await api.call('avatars.setMouth', { id, mouth: mouthAt(0.6), base: 2 });
    expect(over.mouth?.animation.mouth_center[0]).toBe(0.6);
  });

  test('metadata of another picture is kept as such, and said so', async () => {
    const { id, pictureHash } = await at().importPicture(1);
    const { api } = at().studio;
    const foreign = { ...mouthAt(0.4), source_image_hash: 'f'.repeat(64) };
    const saved = await api.call('avatars.setMouth', { id, mouth: foreign });
    const stored = await api.call('avatars.mouthAt', { id, revision: saved.mouthRevision });
    expect(stored?.source_image_hash).toBe(foreign.source_image_hash);
    expect(saved.pictureHash).toBe(pictureHash);
    const [newest, first] = await api.call('avatars.mouthHistory', { id });
    expect([newest!.otherPicture, first!.otherPicture]).toEqual([true, false]);
    expect(await api.call('avatars.detectedMouth', { id })).toMatchObject({
      animation: { mouth_center: [0.3, 0.6] },
    });
  });

  test('a face that is chosen counts as a version too', async () => {
    const { id } = await at().importPicture(2);
    const chosen = await at().studio.api.call('avatars.chooseFace', { id, faceIndex: 1 });
    expect(chosen.mouthRevision).toBe(2);
  });
});
