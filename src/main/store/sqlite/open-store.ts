/** Opens the studio's database file: durable, checked, migrated; a damaged one is put aside, never deleted. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { StudioError } from '../../../shared/errors.ts';
import type { Log } from '../../../shared/log.ts';
import type { Store } from '../store.ts';
import { createAccessTable } from './access-table.ts';
import { createAvatarTable } from './avatar-table.ts';
import { createExportTable } from './export-table.ts';
import { migrate } from './migrate.ts';
import { createSessionTable } from './session-table.ts';
import { createSettingsTable } from './settings-table.ts';

const FILE_NAME = 'studio.db';

const DAMAGED = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_CORRUPT_VTAB', 'SQLITE_CORRUPT_INDEX']);

const isDamage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && DAMAGED.has(error.code);

const isoNow = (): string => new Date().toISOString();

class Damaged extends Error {}

const openChecked = (file: string): Database.Database => {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = WAL');
    // FULL: a commit that was answered survives a power cut.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 2000');
    const verdict = db.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw new Damaged(String(verdict));
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) throw new Damaged(String(error));
    throw error;
  }
};

const putAside = (file: string, at: string): string => {
  const aside = `${file}.damaged-${at.replaceAll(':', '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
};

const openOrReplace = (file: string, log: Log): { db: Database.Database; setAside: string | null } => {
  try {
    return { db: openChecked(file), setAside: null };
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    const setAside = putAside(file, isoNow());
    log.warn('the database is damaged; a new one was begun and the old one kept', {
      setAside,
      reason: error.message,
    });
    return { db: openChecked(file), setAside };
  }
};

/**
 * Opens `<dataDir>/studio.db`, creating folder and file. `now` gives ISO times.
 * @throws StudioError `store/conflict` for data of a newer app, `store/failed` when the folder cannot be used.
 */
export const openStore = (options: { dataDir: string; log: Log; now?: () => string }): Store => {
  const { dataDir, log, now = isoNow } = options;
  const file = path.join(dataDir, FILE_NAME);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const { db, setAside } = openOrReplace(file, log);
    try {
      migrate(db, { log, backupPath: version => path.join(dataDir, `studio.v${version}.backup.db`) });
      const sessions = createSessionTable(db, now);
      return {
        avatars: createAvatarTable(db, now),
        sessions,
        exports: createExportTable(db, now),
        settings: createSettingsTable(db),
        access: createAccessTable(db, now),
        setAside,
        close: () => {
          db.close();
        },
      };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof StudioError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError(
      'store/failed',
      `The data folder cannot be used: ${reason}. Check its permissions, or choose another one with --data.`,
      {},
      { cause: error },
    );
  }
};
