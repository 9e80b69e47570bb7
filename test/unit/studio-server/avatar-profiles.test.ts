/** What is settled for avatars: kept, never written over unseen, and given to whoever shows them. Over a real store. */
import { describe, expect, test } from 'vitest';
import { AvatarProfile } from '../../../src/shared/studio/avatar-profile.ts';
import { studioForTests } from './studio-fixture.ts';

const at = studioForTests();
const update = (id: string, revision: number, patch: Record<string, unknown>) =>
  at().studio.api.callLoose('avatars.updateProfile', { id, revision, patch });

describe('a profile', () => {
  test('begins with its defaults, changes by what is named, and is there after a restart', async () => {
    const { id, profile, revision } = await at().importPicture(1);
    expect(profile).toEqual(AvatarProfile.parse({}));
    expect(revision).toBe(0);
    const framing = { square: { centre: [0.5, 0.4], zoom: 2 } };
    await update(id, 0, { shape: 'square', framing, name: ' Ada ' });
    const second = await update(id, 1, { consent: { whose: 'Ada', note: '' }, licence: 'CC0' });
    expect(second).toMatchObject({
      name: 'Ada',
      licence: 'CC0',
      revision: 2,
      profile: { shape: 'square', framing, consent: { whose: 'Ada', note: '' }, liveliness: 1 },
    });
    await at().reopen();
    expect(at().studio.avatars.get(id)).toMatchObject(second as object);
  });

  test('that was changed in another window is not written over', async () => {
    const { id } = await at().importPicture(1);
    await update(id, 0, { tags: ['theirs'] });
    await expect(update(id, 0, { shape: 'wide' })).rejects.toMatchObject({
      code: 'store/conflict',
      details: { base: 0, newest: 1 },
    });
    expect(at().studio.avatars.get(id).profile).toMatchObject({ tags: ['theirs'], shape: 'own' });
    at().studio.avatars.rename(id, 'New name');
    await expect(update(id, 1, { shape: 'wide' })).rejects.toMatchObject({ code: 'store/conflict' });
  });

  test.each([
    { framing: { square: { centre: [0.5, 2], zoom: 1 } } },
    { framing: { round: { centre: [0.5, 0.5], zoom: 1 } } },
    { framing: { square: { centre: [0.5, 0.5], zoom: 20 } } },
    { tags: ['x'.repeat(41)] },
    { liveliness: 3 },
    { name: '  ' },
    { unknown: true },
    { background: { kind: 'colour', rgb: [0, 0, 300] } },
  ])('refuses %j', async patch => {
    const { id } = await at().importPicture(1);
    await expect(update(id, 0, patch)).rejects.toMatchObject({ code: 'request/invalid' });
    expect(at().studio.avatars.get(id).revision).toBe(0);
  });

  test('a background is the picture of an avatar that is there', async () => {
    const { id } = await at().importPicture(1);
    const scene = await at().importPicture(0, 'scene');
    const background = { kind: 'image', imageId: scene.id };
    await expect(update(id, 0, { background: { kind: 'image', imageId: 'gone' } })).rejects.toMatchObject({
      code: 'avatar/not-found',
    });
    await update(id, 0, { background });
    const { avatars } = at().studio;
    expect((await avatars.defaults(id))?.background).toMatchObject({ kind: 'image' });
    avatars.remove(scene.id);
    expect((await avatars.defaults(id))?.background).toBeNull();
  });
});

describe('several at once', () => {
  test('tags are added and taken away; equal ones count once; what is gone is left out', async () => {
    const one = await at().importPicture(1, 'one');
    const two = await at().importPicture(1, 'two');
    const { avatars } = at().studio;
    avatars.tag([one.id], ['Course'], []);
    const tagged = avatars.tag([one.id, two.id, 'gone'], ['course', 'new'], []);
    expect(tagged.map(({ profile }) => profile.tags)).toEqual([
      ['Course', 'new'],
      ['course', 'new'],
    ]);
    expect(avatars.tag([one.id], [], ['COURSE'])[0]).toMatchObject({
      revision: 3,
      profile: { tags: ['new'] },
    });
    // Nothing changes: no other window is told that something did.
    expect(avatars.tag([one.id], ['new'], [])[0]?.revision).toBe(3);
  });

  test('are removed and brought back', async () => {
    const one = await at().importPicture(1, 'one');
    const two = await at().importPicture(1, 'two');
    const { api, avatars } = at().studio;
    await api.call('avatars.removeMany', { ids: [one.id, two.id, 'gone'] });
    expect(avatars.list()).toEqual([]);
    await api.call('avatars.restoreMany', { ids: [one.id, two.id] });
    expect(
      avatars
        .list()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([one.id, two.id].sort());
  });
});

test('whoever shows it gets the framing of the shape they ask for, and what it leaves open', async () => {
  const { id } = await at().importPicture(1); // 512×640
  const square = { centre: [0.5, 0.4], zoom: 2 };
  await update(id, 0, { shape: 'square', framing: { square }, liveliness: 0.5, voiceId: 'v', rate: 1.2 });
  const { avatars } = at().studio;
  expect(await avatars.picture(id, { width: 300, height: 300 })).toMatchObject({
    framing: square,
    liveliness: 0.5,
  });
  for (const size of [{ width: 416, height: 704 }, { width: 512, height: 640 }, null])
    expect(await avatars.picture(id, size)).not.toHaveProperty('framing');
  expect(await avatars.defaults(id)).toEqual({
    background: null,
    renderer: null,
    voiceId: 'v',
    rate: 1.2,
    pitch: null,
    size: { width: 640, height: 640 },
  });
});

test('its last session is known until that is forgotten', async () => {
  const { id } = await at().importPicture(1);
  const session = { protocol: 'omnirt', settings: {}, clientName: null, clientOrigin: null };
  at().store.sessions.opened({ ...session, id: 's1', avatarId: id });
  const used = at().studio.avatars.get(id).lastUsedAt;
  expect(Date.parse(used ?? '')).toBeGreaterThan(Date.now() - 60_000);
});

test('a video that names nothing else is made as it was settled', async () => {
  const { id } = await at().importPicture(1);
  const square = { centre: [0.5, 0.4], zoom: 2 };
  const background = { kind: 'colour', rgb: [1, 2, 3] };
  await update(id, 0, {
    shape: 'square',
    framing: { square },
    liveliness: 0,
    background,
    renderer: 'wav2lip',
  });
  const speech = { kind: 'text' as const, text: 'Hello' };
  await at().studio.api.call('exports.start', { avatarId: id, speech });
  await expect.poll(() => at().engine.jobs.length).toBe(1);
  expect(at().engine.jobs[0]).toMatchObject({
    renderer: 'wav2lip',
    background,
    format: { width: 640, height: 640 },
    avatar: { framing: square, liveliness: 0 },
  });
  await at().studio.api.call('exports.start', { avatarId: id, speech, width: 416, height: 704 });
  await expect.poll(() => at().engine.jobs.length).toBe(2);
  expect(at().engine.jobs[1]?.format).toMatchObject({ width: 416, height: 704 });
  expect(at().engine.jobs[1]?.avatar).not.toHaveProperty('framing');
});
