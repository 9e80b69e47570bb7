/** The store on a real SQLite file: avatars, sessions, settings. */
import { describe, expect, test } from 'vitest';
import { ALL_SESSIONS } from '../../support/session-filter.ts';
import { avatar, MOUTH, NOBODY, storeForTests } from './store-fixture.ts';

const { open, reopen } = storeForTests();

describe('avatars', () => {
  test('what was written is there after a restart', () => {
    const { avatars } = open();
    const added = avatars.add(avatar('a'));
    expect(added).toMatchObject({ ...avatar('a'), removedAt: null });
    const again = reopen().avatars;
    expect(again.get('a')).toEqual(added);
    expect(again.findByHash('hash-of-a')?.id).toBe('a');
    expect(again.get('nobody')).toBeNull();
  });

  test('newest first, the app’s own last', () => {
    const { avatars } = open();
    avatars.add(avatar('demo', { demo: true }));
    avatars.add(avatar('old'));
    avatars.add(avatar('new'));
    expect(avatars.list().map(({ id }) => id)).toEqual(['new', 'old', 'demo']);
  });

  test('the history of a mouth is kept', () => {
    const { avatars } = open();
    avatars.add(avatar('a'));
    avatars.setMouth('a', { mouth: { ...MOUTH, note: 'kept' }, source: 'hand', faceIndex: 0 });
    expect(avatars.setMouth('a', { mouth: null, source: 'none', faceIndex: 0 })).toMatchObject({
      mouth: null,
      mouthSource: 'none',
    });
    expect(avatars.mouthHistory('a').map(({ source, mouth }) => [source, mouth?.note])).toEqual([
      ['detected', undefined],
      ['hand', 'kept'],
      ['none', undefined],
    ]);
  });

  test('removing can be undone, until it is purged', () => {
    const { avatars } = open();
    avatars.add(avatar('a'));
    avatars.add(avatar('demo', { demo: true }));
    avatars.remove('a');
    avatars.remove('demo');
    expect(avatars.list()).toEqual([]);
    expect(avatars.restore('a').removedAt).toBeNull();
    avatars.remove('a');
    expect(avatars.purge('2000-01-01')).toEqual([]);
    expect(avatars.purge('2100-01-01').map(({ id }) => id)).toEqual(['a']);
    expect([avatars.get('a'), avatars.get('demo')?.id]).toEqual([null, 'demo']);
  });

  test('unknown and doubled ids are named', () => {
    const { avatars } = open();
    avatars.add(avatar('a'));
    expect(() => avatars.describe('x', { name: 'y' })).toThrow(
      expect.objectContaining({ code: 'avatar/not-found' }),
    );
    expect(() => avatars.add(avatar('a'))).toThrow(expect.objectContaining({ code: 'store/conflict' }));
    expect(avatars.describe('a', { name: '"; DROP TABLE avatars; --' }).name).toBe(
      '"; DROP TABLE avatars; --',
    );
  });
});

describe('sessions and settings', () => {
  test('a session with its sound, from start to end', () => {
    const { avatars, sessions } = open();
    avatars.add(avatar('a', { name: 'Mia' }));
    sessions.opened({ ...NOBODY, id: 's1', protocol: 'omnirt', avatarId: 'a', settings: { fps: 25 } });
    sessions.opened({ ...NOBODY, id: 's2', protocol: 'studio', avatarId: 'gone', settings: {} });
    sessions.addAudio({ sessionId: 's1', sequence: 1, file: 'sessions/s1/1-16000.pcm', sampleRate: 16_000 });
    sessions.setAudioBytes('s1', 1, 3200);
    sessions.closed('s1', { frames: 56, errors: 1, audioMs: 2240.4 });
    expect(sessions.list(ALL_SESSIONS, { limit: 10, skip: 0 }).map(({ id }) => id)).toEqual(['s2', 's1']);
    expect(sessions.get('s1')).toMatchObject({
      avatarName: 'Mia',
      frames: 56,
      errors: 1,
      audioMs: 2240,
      audioBytes: 3200,
      settings: { fps: 25 },
    });
    expect(sessions.get('s2')).toMatchObject({ avatarId: null, endedAt: null });
    expect(sessions.withAudio()).toEqual([{ id: 's1', bytes: 3200 }]);
    expect(sessions.unended()).toEqual(['s2']);
    sessions.endAfter('s2', 2500);
    const { startedAt, endedAt, audioMs } = sessions.get('s2')!;
    expect([new Date(endedAt!).getTime() - new Date(startedAt).getTime(), audioMs]).toEqual([2500, 2500]);
    expect(sessions.unended()).toEqual([]);
    expect(sessions.dropAudio('s1')).toHaveLength(1);
    expect(sessions.get('s1')?.audioBytes).toBe(0);
    avatars.remove('a');
    avatars.purge('2100-01-01');
    expect(sessions.get('s1')).toMatchObject({ avatarId: null, avatarName: 'Mia' });
    expect(sessions.remove('s1')).toEqual([]);
    expect(sessions.get('s1')).toBeNull();
  });

  test('changes of its look are kept in their order, and go with it', () => {
    const { sessions } = open();
    sessions.opened({ ...NOBODY, id: 's1', protocol: 'studio', avatarId: null, settings: {} });
    const smile = {
      atMs: 120.5,
      renderer: 'portrait' as const,
      options: { expression: 'smile' },
      compositor: {},
    };
    const soft = { ...smile, atMs: 900, options: {}, compositor: { jawBlendAlpha: 0.5 } };
    sessions.addChange('s1', smile);
    sessions.addChange('s1', soft);
    const again = reopen().sessions;
    expect(again.changes('s1')).toEqual([smile, soft]);
    again.remove('s1');
    expect(again.changes('s1')).toEqual([]);
  });

  test('settings are values by key', () => {
    const { settings } = open();
    settings.set({ theme: 'dark', rate: 1.5, list: [1] });
    settings.set({ theme: 'light' });
    expect(reopen().settings.all()).toEqual({ theme: 'light', rate: 1.5, list: [1] });
  });
});
