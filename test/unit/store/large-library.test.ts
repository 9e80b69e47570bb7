/** Ten thousand avatars in a real store: what lists cost, that pages join, and that what is kept follows changes. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StoredFace } from '../../../src/main/store/store.ts';
import { listedView, viewOf } from '../../../src/main/studio-server/avatar-view.ts';
import type { MouthMetadata } from '../../../src/shared/mouth-metadata.ts';
import { AVATARS_PAGE, AvatarView } from '../../../src/shared/studio/avatars.ts';
import { storeForTests } from './store-fixture.ts';

const COUNT = 10_000;

const ring = (radius: number): [number, number][] =>
  Array.from({ length: 20 }, (_, i) => [
    0.5 + radius * Math.cos(i / 3.18),
    0.6 + 0.4 * radius * Math.sin(i / 3.18),
  ]);

/** As detections are: two lips of twenty points, all digits. */
const MOUTH: MouthMetadata = {
  source_image_hash: 'f'.repeat(64),
  animation: {
    mouth_center: [0.5 + 1 / 700, 0.6],
    mouth_rx: 0.061234567,
    mouth_ry: 0.02,
    outer_lip: ring(0.06123),
    inner_mouth: ring(0.04321),
  },
  face_box: [0.2, 0.1, 0.8, 0.9],
};
const FACE: StoredFace = { score: 0.9, box: [0.21, 0.11, 0.81, 0.91], mouth: MOUTH };

describe('a library of ten thousand', () => {
  const { open, dataDir } = storeForTests();
  let store: ReturnType<typeof open>;

  beforeEach(() => {
    store = open();
    const db = new Database(path.join(dataDir(), 'studio.db'));
    const avatar = db.prepare(`INSERT INTO avatars
      (id, name, sha256, format, width, height, has_alpha, demo, licence, faces, created_at, kind, profile)
      VALUES (?, ?, ?, 'png', 1024, 1280, 0, 0, '', ?, ?, 'still', '{}')`);
    const mouth = db.prepare(`INSERT INTO avatar_mouths (avatar_id, revision, mouth, source, face_index, at)
      VALUES (?, 1, ?, 'detected', 0, '')`);
    const [faces, found] = [JSON.stringify([FACE]), JSON.stringify(MOUTH)];
    db.transaction(() => {
      for (let i = 0; i < COUNT; i++) {
        const id = `ava_${i}`;
        avatar.run(
          id,
          `Avatar ${i}`,
          i.toString(16).padStart(64, '0'),
          faces,
          new Date(1000 * i).toISOString(),
        );
        mouth.run(id, found);
      }
    })();
    db.close();
  });

  test('pages join to all of it, in order; one is small and quick to make', () => {
    const ids: string[] = [];
    let dearestMs = 0;
    let largest = 0;
    for (let skip = 0; skip < COUNT; skip += AVATARS_PAGE) {
      const before = process.cpuUsage();
      const text = JSON.stringify(store.avatars.list({ skip, limit: AVATARS_PAGE }).map(listedView));
      const { user, system } = process.cpuUsage(before);
      dearestMs = Math.max(dearestMs, (user + system) / 1000);
      largest = Math.max(largest, text.length);
      ids.push(...(JSON.parse(text) as AvatarView[]).map(({ id }) => id));
    }
    expect(ids).toEqual(Array.from({ length: COUNT }, (_, i) => `ava_${COUNT - 1 - i}`));
    expect(dearestMs).toBeLessThan(300);
    expect(largest).toBeLessThan(1_500_000);
    // Lips, boxes and settings of all are kept by now.
    const before = process.cpuUsage();
    expect(store.avatars.list()).toHaveLength(COUNT);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(600);
  });

  test('a list says what a whole read says, also after changes', () => {
    const { avatars } = store;
    const listed = (id: string): AvatarView => listedView(avatars.listOf([id])[0]!);
    const whole = (id: string): AvatarView => viewOf(avatars.get(id)!);
    expect(AvatarView.parse(listed('ava_7'))).toEqual(whole('ava_7'));
    const moved = {
      ...MOUTH,
      animation: { ...MOUTH.animation, mouth_center: [0.4, 0.5] as [number, number] },
    };
    avatars.setMouth('ava_7', { mouth: moved, source: 'hand', faceIndex: 0 });
    const { profile } = avatars.get('ava_7')!;
    avatars.describe('ava_7', { name: 'Other', profile: { ...profile, tags: ['x'] } });
    expect(listed('ava_7')).toEqual(whole('ava_7'));
    expect(listed('ava_7').mouth?.animation.mouth_center).toEqual([0.4, 0.5]);
    avatars.setMouth('ava_7', { mouth: null, source: 'none', faceIndex: 0 });
    expect(listed('ava_7').mouth).toBeNull();
    avatars.remove('ava_8');
    expect(avatars.listOf(['ava_8', 'nobody', 'ava_7', 'ava_9']).map(({ id }) => id)).toEqual([
      'ava_9',
      'ava_7',
    ]);
    expect(avatars.list({ skip: COUNT - 10, limit: 100 })).toHaveLength(9);
  });
});
