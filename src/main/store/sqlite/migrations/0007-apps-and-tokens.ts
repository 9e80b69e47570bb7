/** Apps the user was asked about, and tokens. Never edited after release: changes are new migrations. */

/** SQL of migration 7. Of a token only the SHA-256 of its secret is kept; a revoked one stays, so that it can be taken back. */
export const appsAndTokens = `
CREATE TABLE apps (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('always', 'never')),
  decided_at TEXT NOT NULL,
  last_seen_at TEXT
) STRICT;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at TEXT NOT NULL,
  last_used_at TEXT,
  revoked_at TEXT
) STRICT;
`;
