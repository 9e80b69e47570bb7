/** The database file: durable, migrated without loss, put aside when it is damaged. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { migrate, versionOf } from '../../../src/main/store/sqlite/migrate.ts';
import { MIGRATIONS } from '../../../src/main/store/sqlite/migrations/index.ts';
import { openStore } from '../../../src/main/store/sqlite/open-store.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { ALL_SESSIONS } from '../../support/session-filter.ts';
import { avatar, MOUTH, NOBODY, storeForTests } from './store-fixture.ts';

const { open, close, reopen, dataDir } = storeForTests();

describe('the file', () => {
  const file = (): string => path.join(dataDir(), 'studio.db');

  test('is durable: WAL, FULL, foreign keys', () => {
    open();
    const db = new Database(file());
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  test('an old one is migrated, with a copy of it beside, and loses nothing', () => {
    copyFileSync(new URL('../../fixtures/databases/v1.db', import.meta.url), file());
    const { avatars, sessions, settings } = open();
    expect(avatars.list()).toMatchObject([
      { id: 'ava_kept', name: 'Kept from version 1', mouthSource: 'hand', width: 416, mouth: MOUTH },
    ]);
    expect(settings.all()).toEqual({ theme: 'dark' });
    sessions.opened({ ...NOBODY, id: 's', protocol: 'omnirt', avatarId: 'ava_kept', settings: {} });
    expect(sessions.get('s')?.avatarName).toBe('Kept from version 1');
    const copy = new Database(path.join(dataDir(), 'studio.v1.backup.db'), { readonly: true });
    expect(versionOf(copy)).toBe(1);
    expect(copy.prepare('SELECT count(*) AS n FROM avatars').get()).toEqual({ n: 1 });
    copy.close();
  });

  test('one of version 2 keeps its avatars as stills, removed ones too', () => {
    copyFileSync(new URL('../../fixtures/databases/v2.db', import.meta.url), file());
    const { avatars, sessions, settings } = open();
    expect(avatars.list()).toMatchObject([{ id: 'ava_second', moving: null, mouthSource: 'hand' }]);
    expect(avatars.restore('ava_first')).toMatchObject({ name: 'ava_first of version 2', moving: null });
    expect(avatars.mouthHistory('ava_second')).toHaveLength(2);
    expect(sessions.get('ses_kept')).toMatchObject({ avatarName: 'ava_second of version 2', frames: 28 });
    expect(settings.all()).toEqual({ theme: 'light' });
    const moving = { folder: 'ava_third', fps: 25, frames: 125 };
    expect(avatars.add(avatar('ava_third', { moving }))).toMatchObject({ moving });
    expect(reopen().avatars.get('ava_third')?.moving).toEqual(moving);
  });

  test('one of version 3 keeps all its rows and takes what came in since: profiles, takes, exports, apps, tokens, changes', () => {
    copyFileSync(new URL('../../fixtures/databases/v3.db', import.meta.url), file());
    const { avatars, sessions, exports, access, settings } = open();
    expect(avatars.get('ava_film')).toMatchObject({
      name: 'Film of version 3',
      moving: { folder: 'ava_film', fps: 25, frames: 125 },
      revision: 0,
    });
    expect(avatars.mouthHistory('ava_still')).toMatchObject([
      { revision: 1, source: 'detected', label: '', restoredFrom: null },
      { revision: 2, source: 'hand', label: '', restoredFrom: null },
    ]);
    expect(sessions.get('ses_ended')).toMatchObject({ frames: 28, errors: 1, audioBytes: 35_840, takes: [] });
    expect(sessions.unended()).toEqual(['ses_cut']);
    expect(sessions.list(ALL_SESSIONS, { limit: 10, skip: 0 })).toHaveLength(2);
    expect([settings.all(), exports.list(), access.apps(), access.tokens()]).toEqual([
      { theme: 'dark' },
      [],
      [],
      [],
    ]);
    sessions.addTake('ses_ended', { id: 'tak_1', name: 'Best', fromMs: 0, toMs: null });
    sessions.addText('ses_ended', 'Hello');
    sessions.addChange('ses_ended', { atMs: 5, renderer: 'portrait', options: {}, compositor: {} });
    exports.add({ id: 'exp_1', job: {} as never, fileName: 'a.mp4' });
    access.addToken({ id: 'tok_1', name: 'Kiosk', hash: 'ab', scopes: ['feed'] });
    const again = reopen();
    expect(again.sessions.get('ses_ended')).toMatchObject({ said: 'Hello', takes: [{ name: 'Best' }] });
    expect(again.sessions.changes('ses_ended')).toMatchObject([{ atMs: 5 }]);
    expect([again.exports.list().length, again.access.tokens().length]).toEqual([1, 1]);
    expect(
      readdirSync(dataDir())
        .filter(name => name.includes('backup'))
        .sort(),
    ).toEqual([3, 4, 5, 6, 7].map(version => `studio.v${version}.backup.db`));
  });

  test('a new one needs no copy', () => {
    open();
    expect(readdirSync(dataDir()).filter(name => name.includes('backup'))).toEqual([]);
  });

  test.each([
    ['not a database', Buffer.from('this is no database, but text. '.repeat(100))],
    ['half a page', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(200, 0xff)])],
  ])('a damaged one (%s) is put aside whole', (_name, bytes) => {
    writeFileSync(file(), bytes);
    const { avatars, setAside } = open();
    avatars.add(avatar('a'));
    expect(setAside).not.toBeNull();
    expect(readFileSync(setAside ?? '')).toEqual(bytes);
    const again = reopen();
    expect(again.setAside).toBeNull();
    expect(again.avatars.list()).toHaveLength(1);
  });

  test('damage inside a page is found at opening', () => {
    const { avatars } = open();
    for (let i = 0; i < 200; i++) avatars.add(avatar(`a${i}`));
    close();
    const bytes = readFileSync(file());
    bytes.fill(0x5a, 8192, 16_384);
    writeFileSync(file(), bytes);
    const { setAside } = open();
    expect(existsSync(setAside ?? 'nowhere')).toBe(true);
  });

  test('one of a newer app is left alone', () => {
    open();
    close();
    const db = new Database(file());
    db.pragma('user_version = 99');
    db.close();
    expect(() => open()).toThrow(expect.objectContaining({ code: 'store/conflict' }));
  });

  test('a folder that cannot be used is named', () => {
    writeFileSync(path.join(dataDir(), 'taken'), '');
    expect(() => openStore({ dataDir: path.join(dataDir(), 'taken'), log: silentLog })).toThrow(
      expect.objectContaining({ code: 'store/failed' }),
    );
  });

  test('a migration that fails leaves the version before it', () => {
    const db = new Database(':memory:');
    const newest = MIGRATIONS.at(-1)!.number;
    const broken = [
      ...MIGRATIONS,
      { number: newest + 1, name: 'broken', sql: 'CREATE TABLE x (y); nonsense' },
    ];
    const backups: number[] = [];
    const deps = {
      log: silentLog,
      migrations: broken,
      backupPath: (version: number) => {
        backups.push(version);
        return path.join(dataDir(), `copy-${version}.db`);
      },
    };
    migrate(db, { ...deps, migrations: MIGRATIONS });
    expect(() => migrate(db, deps)).toThrow(/nonsense/);
    expect(versionOf(db)).toBe(newest);
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'x'").get()).toEqual({ n: 0 });
    expect(backups).toEqual([newest]);
    db.close();
  });
});

test('released migrations are never edited', () => {
  const hash = (sql: string): string => createHash('sha256').update(sql).digest('hex').slice(0, 16);
  expect(MIGRATIONS.map(({ number, name, sql }) => [number, name, hash(sql)])).toEqual([
    [1, 'avatars', '1ff8d90906ea1297'],
    [2, 'sessions', '412710f1a4e174dc'],
    [3, 'moving avatars', '9c2a35c92bc2dc16'],
    [4, 'avatar profiles', '6c5603f70424a1b0'],
    [5, 'mouth versions', '829cc77b34ce3b23'],
    [6, 'exports', 'd57b3c45dfee4034'],
    [7, 'apps and tokens', 'fceedf153ce5742c'],
    [8, 'session changes', '054ad69d72cbf04b'],
  ]);
});
