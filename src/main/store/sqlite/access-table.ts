/** AccessStore over SQLite: apps and tokens. */
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { AppVerdict, TokenScope } from '../../../shared/studio/access.ts';
import type { AccessStore, StoredApp, StoredToken } from '../access-store.ts';

const AppRow = z.object({
  key: z.string(),
  name: z.string(),
  verdict: AppVerdict,
  decided_at: z.string(),
  last_seen_at: z.string().nullable(),
});

const TokenRow = z.object({
  id: z.string(),
  name: z.string(),
  hash: z.string(),
  scopes: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
});

const toApp = (row: unknown): StoredApp => {
  const { decided_at, last_seen_at, ...rest } = AppRow.parse(row);
  return { ...rest, decidedAt: decided_at, lastSeenAt: last_seen_at };
};

const toToken = (row: unknown): StoredToken => {
  const { scopes, created_at, last_used_at, ...rest } = TokenRow.parse(row);
  // A scope of a newer app opens nothing here.
  const known = scopes.split(' ').flatMap(scope => TokenScope.safeParse(scope).data ?? []);
  return { ...rest, scopes: known, createdAt: created_at, lastUsedAt: last_used_at };
};

/** `now` gives ISO times. */
export const createAccessTable = (db: Database.Database, now: () => string): AccessStore => {
  const apps = db.prepare('SELECT * FROM apps ORDER BY decided_at DESC, rowid DESC');
  const settle =
    db.prepare(`INSERT INTO apps (key, name, verdict, decided_at) VALUES (@key, @name, @verdict, @at)
    ON CONFLICT (key) DO UPDATE SET name = @name, verdict = @verdict, decided_at = @at`);
  const seen = db.prepare('UPDATE apps SET last_seen_at = ? WHERE key = ?');
  const forget = db.prepare('DELETE FROM apps WHERE key = ?');
  const tokens = db.prepare(
    'SELECT * FROM tokens WHERE revoked_at IS NULL ORDER BY created_at DESC, rowid DESC',
  );
  const add = db.prepare(`INSERT INTO tokens (id, name, hash, scopes, created_at)
    VALUES (@id, @name, @hash, @scopes, @createdAt)`);
  const used = db.prepare('UPDATE tokens SET last_used_at = ? WHERE id = ?');
  const revoke = db.prepare('UPDATE tokens SET revoked_at = ? WHERE id = ?');
  return {
    apps: () => apps.all().map(toApp),
    settleApp: app => {
      settle.run({ ...app, at: now() });
    },
    seeApp: key => {
      seen.run(now(), key);
    },
    forgetApp: key => {
      forget.run(key);
    },
    tokens: () => tokens.all().map(toToken),
    addToken: ({ id, name, hash, scopes }) => {
      add.run({ id, name, hash, scopes: scopes.join(' '), createdAt: now() });
    },
    touchToken: id => {
      used.run(now(), id);
    },
    setRevoked: (id, isRevoked) => revoke.run(isRevoked ? now() : null, id).changes > 0,
  };
};
