/** SettingsStore over SQLite: one row a key, values as JSON. */
import type Database from 'better-sqlite3';
import type { SettingsStore } from '../store.ts';
import { SettingRow } from './rows.ts';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a value nobody can read counts as not set
  }
};

/** Values that cannot be read are left out. */
export const createSettingsTable = (db: Database.Database): SettingsStore => {
  const all = db.prepare('SELECT key, value FROM settings');
  const put = db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  return {
    all: () => {
      const rows = all.all().map(row => SettingRow.parse(row));
      const entries = rows.map(({ key, value }): [string, unknown] => [key, parse(value)]);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    },
    set: values => {
      db.transaction(() => {
        for (const [key, value] of Object.entries(values)) put.run(key, JSON.stringify(value));
      })();
    },
  };
};
