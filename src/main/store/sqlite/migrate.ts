/** Brings a database to the newest version, with a copy of it beside before each step. Knows no table. */
import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { StudioError } from '../../../shared/errors.ts';
import type { Log } from '../../../shared/log.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** The version a database is at; 0 for an empty one. */
export const versionOf = (db: Database.Database): number =>
  Number(db.pragma('user_version', { simple: true }));

const backUp = (db: Database.Database, file: string): void => {
  rmSync(file, { force: true });
  db.prepare('VACUUM INTO ?').run(file);
};

/**
 * Each migration is one transaction. `backupPath(version)`: where the state of that version goes; a database that was just made has none.
 * @throws StudioError `store/conflict` for a database of a newer app.
 */
export const migrate = (
  db: Database.Database,
  deps: { backupPath(version: number): string; log: Log; migrations?: typeof MIGRATIONS },
): void => {
  const migrations = deps.migrations ?? MIGRATIONS;
  const newest = migrations.at(-1)?.number ?? 0;
  const version = versionOf(db);
  if (version > newest) {
    throw new StudioError(
      'store/conflict',
      'The data folder was written by a newer Mouthpiece. Update the app, or choose another folder with --data.',
      { version, newest },
    );
  }
  for (const { number, name, sql } of migrations) {
    const current = versionOf(db);
    if (number <= current) continue;
    if (version > 0) backUp(db, deps.backupPath(current));
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${number}`);
    })();
    deps.log.info('the database was migrated', { number, name });
  }
};
