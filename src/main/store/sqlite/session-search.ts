/** Which sessions a filter means, as SQL: one prepared statement for each set of conditions in use. */
import type Database from 'better-sqlite3';
import type { SessionFilter } from '../store.ts';

const CONDITIONS: { [K in keyof SessionFilter]: { sql: string; isOn(wanted: SessionFilter): boolean } } = {
  search: {
    sql: `(s.avatar_name LIKE @search ESCAPE '!' OR s.protocol LIKE @search ESCAPE '!'
      OR s.client_name LIKE @search ESCAPE '!' OR s.client_origin LIKE @search ESCAPE '!'
      OR s.id IN (SELECT session_id FROM session_texts WHERE text LIKE @search ESCAPE '!'))`,
    isOn: wanted => wanted.search !== '',
  },
  protocol: { sql: 's.protocol = @protocol', isOn: wanted => wanted.protocol !== null },
  avatarId: { sql: 's.avatar_id = @avatarId', isOn: wanted => wanted.avatarId !== null },
  since: { sql: 's.started_at >= @since', isOn: wanted => wanted.since !== null },
  until: { sql: 's.started_at < @until', isOn: wanted => wanted.until !== null },
  withErrors: { sql: 's.errors > 0', isOn: wanted => wanted.withErrors },
  takesOnly: {
    sql: 's.id IN (SELECT session_id FROM session_takes)',
    isOn: wanted => wanted.takesOnly,
  },
};

/** `where(…)` gives the conditions of a filter for the table alias `s`, and their values. */
export class SessionSearch {
  readonly #db: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** `sql` with its `WHERE` in the place of `{where}`, prepared once for each set of conditions. */
  prepare(sql: string, wanted: SessionFilter): Database.Statement {
    const on = Object.values(CONDITIONS).filter(({ isOn }) => isOn(wanted));
    const where = ['s.removed_at IS NULL', ...on.map(one => one.sql)].join(' AND ');
    const whole = sql.replace('{where}', where);
    const known = this.#prepared.get(whole);
    if (known !== undefined) return known;
    const made = this.#db.prepare(whole);
    this.#prepared.set(whole, made);
    return made;
  }

  /** The values of a filter's conditions. */
  valuesOf({ search, protocol, avatarId, since, until }: SessionFilter): Record<string, string | null> {
    return { search: `%${search.replaceAll(/[!%_]/g, '!$&')}%`, protocol, avatarId, since, until };
  }
}
