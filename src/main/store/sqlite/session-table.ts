/** SessionStore over SQLite. */
import type Database from 'better-sqlite3';
import type { SessionStore, StoredAudio, StoredSession } from '../store.ts';
import {
  AudioRow,
  AudioTotalRow,
  ChangeRow,
  CountRow,
  FacetRow,
  IdRow,
  SessionRow,
  SessionTotalsRow,
  TextRow,
} from './rows.ts';
import { SessionSearch } from './session-search.ts';
import { lightWriter } from './write-lightly.ts';

const SAID = 200;
const SELECT = `
SELECT s.*, coalesce((SELECT sum(bytes) FROM session_audio WHERE session_id = s.id), 0) AS audio_bytes,
  coalesce((SELECT substr(group_concat(t.text, ' '), 1, ${SAID}) FROM
    (SELECT substr(text, 1, ${SAID}) AS text FROM session_texts WHERE session_id = s.id ORDER BY sequence LIMIT 3) t), '') AS said,
  (SELECT json_group_array(json_object('id', k.id, 'name', k.name, 'fromMs', k.from_ms, 'toMs', k.to_ms))
    FROM (SELECT * FROM session_takes WHERE session_id = s.id ORDER BY from_ms) k) AS takes
FROM sessions s`;

const toSession = (row: unknown): StoredSession => {
  const parsed = SessionRow.parse(row);
  return {
    id: parsed.id,
    protocol: parsed.protocol,
    clientName: parsed.client_name,
    clientOrigin: parsed.client_origin,
    avatarId: parsed.avatar_id,
    avatarName: parsed.avatar_name,
    settings: parsed.settings,
    startedAt: parsed.started_at,
    endedAt: parsed.ended_at,
    audioMs: parsed.audio_ms,
    frames: parsed.frames,
    errors: parsed.errors,
    audioBytes: parsed.audio_bytes,
    said: parsed.said,
    takes: parsed.takes,
  };
};

const toAudio = (row: unknown): StoredAudio => {
  const { session_id, sequence, file, sample_rate } = AudioRow.parse(row);
  return { sessionId: session_id, sequence, file, sampleRate: sample_rate };
};

const idOf = (row: unknown): string => IdRow.parse(row).id;

/** `now` gives ISO times. */
export const createSessionTable = (db: Database.Database, now: () => string): SessionStore => {
  // An avatar that is gone meanwhile must not stop the session from being written down.
  const insert =
    db.prepare(`INSERT INTO sessions (id, protocol, avatar_id, avatar_name, settings, started_at, client_name, client_origin)
    VALUES (@id, @protocol, (SELECT id FROM avatars WHERE id = @avatarId),
      (SELECT name FROM avatars WHERE id = @avatarId), @settings, @at, @clientName, @clientOrigin)`);
  const end = db.prepare(`UPDATE sessions
    SET ended_at = @at, frames = @frames, errors = @errors, audio_ms = @audioMs WHERE id = @id`);
  const search = new SessionSearch(db);
  const totals = db.prepare(`SELECT count(*) AS sessions, min(started_at) AS oldestAt,
    (SELECT coalesce(sum(a.bytes), 0) FROM session_audio a JOIN sessions o ON o.id = a.session_id WHERE o.removed_at IS NULL) AS audioBytes
    FROM sessions WHERE removed_at IS NULL`);
  const protocols = db.prepare(
    'SELECT DISTINCT protocol AS id FROM sessions WHERE removed_at IS NULL ORDER BY 1',
  );
  const avatars = db.prepare(`SELECT avatar_id AS id, max(avatar_name) AS name FROM sessions
    WHERE removed_at IS NULL AND avatar_id IS NOT NULL AND avatar_name IS NOT NULL GROUP BY avatar_id ORDER BY 2`);
  const olderThan = db.prepare(
    'SELECT id FROM sessions WHERE ended_at IS NOT NULL AND removed_at IS NULL AND started_at < ?',
  );
  const setRemoved = db.prepare('UPDATE sessions SET removed_at = ? WHERE id = ?');
  const forgotten = db.prepare('SELECT id FROM sessions WHERE removed_at IS NOT NULL');
  const byId = db.prepare(`${SELECT} WHERE s.id = ? AND s.removed_at IS NULL`);
  const insertAudio = db.prepare(
    'INSERT INTO session_audio (session_id, sequence, file, sample_rate) VALUES (@sessionId, @sequence, @file, @sampleRate)',
  );
  const setBytes = db.prepare('UPDATE session_audio SET bytes = ? WHERE session_id = ? AND sequence = ?');
  const audio = db.prepare('SELECT * FROM session_audio WHERE session_id = ? ORDER BY sequence');
  const dropAudio = db.prepare('DELETE FROM session_audio WHERE session_id = ?');
  const erase = db.prepare('DELETE FROM sessions WHERE id = ?');
  const withAudio = db.prepare(`SELECT s.id, sum(a.bytes) AS bytes FROM sessions s
    JOIN session_audio a ON a.session_id = s.id GROUP BY s.id ORDER BY s.started_at, s.rowid`);
  const unended = db.prepare('SELECT id FROM sessions WHERE ended_at IS NULL');
  const endAfter = db.prepare(`UPDATE sessions SET audio_ms = @audioMs,
    ended_at = strftime('%Y-%m-%dT%H:%M:%fZ', started_at, '+' || (@audioMs / 1000.0) || ' seconds') WHERE id = @id`);
  const insertText = db.prepare(`INSERT INTO session_texts (session_id, sequence, text)
    VALUES (@id, (SELECT coalesce(max(sequence), 0) + 1 FROM session_texts WHERE session_id = @id), @text)`);
  const texts = db.prepare('SELECT text FROM session_texts WHERE session_id = ? ORDER BY sequence');
  const insertChange = db.prepare(`INSERT INTO session_changes (session_id, sequence, change)
    VALUES (@id, (SELECT coalesce(max(sequence), 0) + 1 FROM session_changes WHERE session_id = @id), @change)`);
  const changes = db.prepare('SELECT change FROM session_changes WHERE session_id = ? ORDER BY sequence');
  const insertTake = db.prepare(`INSERT INTO session_takes (id, session_id, name, from_ms, to_ms, at)
    VALUES (@takeId, @id, @name, @fromMs, @toMs, @at)`);
  const eraseTake = db.prepare('DELETE FROM session_takes WHERE session_id = ? AND id = ?');
  const lightly = lightWriter(db);
  const filesOf = (id: string): StoredAudio[] => audio.all(id).map(toAudio);
  return {
    opened: ({ settings, ...session }) =>
      lightly(() => insert.run({ ...session, settings: JSON.stringify(settings), at: now() })),
    closed: (id, figures) =>
      lightly(() => end.run({ id, ...figures, audioMs: Math.round(figures.audioMs), at: now() })),
    list: (wanted, page) =>
      search
        .prepare(
          // The sums are made for the rows of the page only, not for those that are skipped.
          `${SELECT} WHERE s.rowid IN (SELECT s.rowid FROM sessions s WHERE {where}
            ORDER BY s.started_at DESC, s.rowid DESC LIMIT @limit OFFSET @skip)
            ORDER BY s.started_at DESC, s.rowid DESC`,
          wanted,
        )
        .all({ ...search.valuesOf(wanted), ...page })
        .map(toSession),
    count: wanted =>
      CountRow.parse(
        search
          .prepare('SELECT count(*) AS count FROM sessions s WHERE {where}', wanted)
          .get(search.valuesOf(wanted)),
      ).count,
    facets: () => ({
      protocols: protocols.all().map(idOf),
      avatars: avatars.all().map(row => FacetRow.parse(row)),
    }),
    totals: () => SessionTotalsRow.parse(totals.get()),
    endedBefore: time => olderThan.all(time).map(idOf),
    forget: ids => {
      const at = now();
      db.transaction(() => {
        for (const id of ids) setRemoved.run(at, id);
      })();
    },
    restore: ids =>
      db.transaction(() => ids.reduce((sum, id) => sum + setRemoved.run(null, id).changes, 0))(),
    forgotten: () => forgotten.all().map(idOf),
    get: id => {
      const row = byId.get(id);
      return row === undefined ? null : toSession(row);
    },
    addAudio: piece => {
      insertAudio.run(piece);
    },
    setAudioBytes: (id, sequence, bytes) => {
      setBytes.run(bytes, id, sequence);
    },
    audio: filesOf,
    dropAudio: id => {
      const files = filesOf(id);
      dropAudio.run(id);
      return files;
    },
    remove: id => {
      const files = filesOf(id);
      erase.run(id);
      return files;
    },
    withAudio: () => withAudio.all().map(row => AudioTotalRow.parse(row)),
    unended: () => unended.all().map(row => IdRow.parse(row).id),
    endAfter: (id, audioMs) => {
      endAfter.run({ id, audioMs: Math.round(audioMs) });
    },
    addText: (id, text) => lightly(() => insertText.run({ id, text })),
    texts: id => texts.all(id).map(row => TextRow.parse(row).text),
    addChange: (id, change) => lightly(() => insertChange.run({ id, change: JSON.stringify(change) })),
    changes: id => changes.all(id).map(row => ChangeRow.parse(row).change),
    addTake: (id, { id: takeId, name, fromMs, toMs }) => {
      insertTake.run({ id, takeId, name, fromMs, toMs, at: now() });
    },
    removeTake: (id, takeId) => {
      eraseTake.run(id, takeId);
    },
  };
};
