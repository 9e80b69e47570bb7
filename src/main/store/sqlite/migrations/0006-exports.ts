/** The queue of exports; who a session's client was, what it was told to say, its takes, and forgetting with a way back. Never edited after release: changes are new migrations. */

/** SQL of migration 6. `removed_at`: forgotten, and erased a little later. */
export const exportQueue = `
CREATE TABLE exports (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  job TEXT NOT NULL,
  file_name TEXT NOT NULL UNIQUE,
  frames_done INTEGER NOT NULL DEFAULT 0,
  frames_total INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT,
  asked_at TEXT NOT NULL,
  ended_at TEXT,
  removed_at TEXT
) STRICT;
CREATE INDEX exports_state ON exports (state, position);

ALTER TABLE sessions ADD COLUMN client_name TEXT;
ALTER TABLE sessions ADD COLUMN client_origin TEXT;
ALTER TABLE sessions ADD COLUMN removed_at TEXT;
CREATE INDEX sessions_protocol ON sessions (protocol, started_at DESC);
CREATE INDEX sessions_avatar ON sessions (avatar_id, started_at DESC);
CREATE INDEX sessions_errors ON sessions (started_at DESC) WHERE errors > 0;
CREATE INDEX sessions_removed ON sessions (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE session_texts (
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (session_id, sequence)
) STRICT;

CREATE TABLE session_takes (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  from_ms REAL NOT NULL,
  to_ms REAL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX session_takes_session ON session_takes (session_id);
`;
