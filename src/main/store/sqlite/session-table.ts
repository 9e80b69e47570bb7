/** SessionStore over SQLite. */
import type Database from 'better-sqlite3';
import type { SessionStore, StoredAudio, StoredSession } from '../store.ts';
import { AudioRow, AudioTotalRow, IdRow, SessionRow, SessionTotalsRow } from './rows.ts';

const SELECT = `
SELECT s.*, coalesce((SELECT sum(bytes) FROM session_audio WHERE session_id = s.id), 0) AS audio_bytes
FROM sessions s`;

const toSession = (row: unknown): StoredSession => {
  const parsed = SessionRow.parse(row);
  return {
    id: parsed.id,
    protocol: parsed.protocol,
    avatarId: parsed.avatar_id,
    avatarName: parsed.avatar_name,
    settings: parsed.settings,
    startedAt: parsed.started_at,
    endedAt: parsed.ended_at,
    audioMs: parsed.audio_ms,
    frames: parsed.frames,
    errors: parsed.errors,
    audioBytes: parsed.audio_bytes,
  };
};

const toAudio = (row: unknown): StoredAudio => {
  const { session_id, sequence, file, sample_rate } = AudioRow.parse(row);
  return { sessionId: session_id, sequence, file, sampleRate: sample_rate };
};

/** `now` gives ISO times. */
export const createSessionTable = (db: Database.Database, now: () => string): SessionStore => {
  // An avatar that is gone meanwhile must not stop the session from being written down.
  const insert = db.prepare(`INSERT INTO sessions (id, protocol, avatar_id, avatar_name, settings, started_at)
    VALUES (@id, @protocol, (SELECT id FROM avatars WHERE id = @avatarId),
      (SELECT name FROM avatars WHERE id = @avatarId), @settings, @at)`);
  const end = db.prepare(`UPDATE sessions
    SET ended_at = @at, frames = @frames, errors = @errors, audio_ms = @audioMs WHERE id = @id`);
  const list = db.prepare(`${SELECT}
    WHERE (@search = '' OR s.avatar_name LIKE @search ESCAPE '!' OR s.protocol LIKE @search ESCAPE '!')
      AND (@protocol IS NULL OR s.protocol = @protocol)
    ORDER BY s.started_at DESC, s.rowid DESC LIMIT @limit OFFSET @skip`);
  const count = db.prepare(`SELECT count(*) AS sessions, coalesce(sum(audio_bytes), 0) AS audioBytes
    FROM (SELECT coalesce((SELECT sum(bytes) FROM session_audio WHERE session_id = s.id), 0) AS audio_bytes FROM sessions s)`);
  const olderThan = db.prepare('SELECT id FROM sessions WHERE ended_at IS NOT NULL AND started_at < ?');
  const byId = db.prepare(`${SELECT} WHERE s.id = ?`);
  const insertAudio = db.prepare(
    'INSERT INTO session_audio (session_id, sequence, file, sample_rate) VALUES (@sessionId, @sequence, @file, @sampleRate)',
  );
  const setBytes = db.prepare('UPDATE session_audio SET bytes = ? WHERE session_id = ? AND sequence = ?');
  const audio = db.prepare('SELECT * FROM session_audio WHERE session_id = ? ORDER BY sequence');
  const dropAudio = db.prepare('DELETE FROM session_audio WHERE session_id = ?');
  const erase = db.prepare('DELETE FROM sessions WHERE id = ?');
  const withAudio = db.prepare(`SELECT s.id, sum(a.bytes) AS bytes FROM sessions s
    JOIN session_audio a ON a.session_id = s.id GROUP BY s.id ORDER BY s.started_at, s.rowid`);
  const endStale = db.prepare('UPDATE sessions SET ended_at = started_at WHERE ended_at IS NULL');
  /** The record of a session need not outlive a power cut: it is written without waiting for the disk, in the loop that sockets share. */
  const lightly = (write: () => void): void => {
    db.pragma('synchronous = NORMAL');
    try {
      write();
    } finally {
      db.pragma('synchronous = FULL');
    }
  };
  const filesOf = (id: string): StoredAudio[] => audio.all(id).map(toAudio);
  return {
    opened: ({ id, protocol, avatarId, settings }) =>
      lightly(() => insert.run({ id, protocol, avatarId, settings: JSON.stringify(settings), at: now() })),
    closed: (id, figures) =>
      lightly(() => end.run({ id, ...figures, audioMs: Math.round(figures.audioMs), at: now() })),
    list: ({ limit, skip, search, protocol }) => {
      const pattern = search.replaceAll(/[!%_]/g, '!$&');
      const wanted = { limit, skip, protocol, search: pattern === '' ? '' : `%${pattern}%` };
      return list.all(wanted).map(toSession);
    },
    totals: () => SessionTotalsRow.parse(count.get()),
    endedBefore: time => olderThan.all(time).map(row => IdRow.parse(row).id),
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
    endStale: () => endStale.run().changes,
  };
};
