/** ExportStore over SQLite. */
import type Database from 'better-sqlite3';
import { StudioError } from '../../../shared/errors.ts';
import type { ExportChange, ExportStore, StoredExport } from '../store.ts';
import { ExportRow, IdRow } from './rows.ts';
import { lightWriter } from './write-lightly.ts';

const toExport = (row: unknown): StoredExport => {
  const parsed = ExportRow.parse(row);
  const { error_code: code, error_message: message } = parsed;
  return {
    id: parsed.id,
    position: parsed.position,
    state: parsed.state,
    job: parsed.job,
    fileName: parsed.file_name,
    framesDone: parsed.frames_done,
    framesTotal: parsed.frames_total,
    bytes: parsed.bytes,
    error: code === null ? null : { code, message: message ?? '' },
    askedAt: parsed.asked_at,
    endedAt: parsed.ended_at,
    removedAt: parsed.removed_at,
  };
};

const LAST = '(SELECT coalesce(max(position), 0) + 1 FROM exports)';
const FIRST = '(SELECT coalesce(min(position), 0) - 1 FROM exports)';

/** `now` gives ISO times. */
export const createExportTable = (db: Database.Database, now: () => string): ExportStore => {
  const insert = db.prepare(`INSERT INTO exports (id, position, state, job, file_name, asked_at)
    VALUES (@id, ${LAST}, 'waiting', @job, @fileName, @at)`);
  const byId = db.prepare('SELECT * FROM exports WHERE id = ?');
  const list = db.prepare(`SELECT * FROM exports WHERE removed_at IS NULL
    ORDER BY CASE state WHEN 'running' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END,
      CASE WHEN state IN ('running', 'waiting') THEN position END, ended_at DESC, rowid DESC`);
  const waiting = db.prepare(
    "SELECT id FROM exports WHERE state = 'waiting' AND removed_at IS NULL ORDER BY position",
  );
  const place = db.prepare('UPDATE exports SET position = ? WHERE id = ?');
  const wait = (where: string) =>
    db.prepare(`UPDATE exports SET state = 'waiting', position = ${where}, frames_done = 0, frames_total = 0, bytes = 0,
      error_code = NULL, error_message = NULL, ended_at = NULL WHERE id = ?`);
  const waitFirst = wait(FIRST);
  const waitLast = wait(LAST);
  const run = db.prepare("UPDATE exports SET state = 'running' WHERE id = ?");
  const end =
    db.prepare(`UPDATE exports SET state = @to, ended_at = @at, error_code = @code, error_message = @message,
    frames_done = coalesce(@frames, frames_done), frames_total = coalesce(@frames, frames_total), bytes = @bytes WHERE id = @id`);
  const progress = db.prepare('UPDATE exports SET frames_done = ?, frames_total = ? WHERE id = ?');
  const setRemoved = db.prepare('UPDATE exports SET removed_at = ? WHERE id = ?');
  const removed = db.prepare('SELECT id FROM exports WHERE removed_at IS NOT NULL');
  const erase = db.prepare('DELETE FROM exports WHERE id = ?');
  const named = db.prepare('SELECT 1 FROM exports WHERE file_name = ?');
  const lightly = lightWriter(db);

  const get = (id: string): StoredExport | null => {
    const row = byId.get(id);
    return row === undefined ? null : toExport(row);
  };
  const ended = (id: string, change: Exclude<ExportChange, { to: 'waiting' | 'running' }>): void => {
    const error = change.to === 'failed' ? change.error : null;
    const { frames, bytes } = change.to === 'done' ? change : { frames: null, bytes: 0 };
    end.run({
      id,
      to: change.to,
      at: now(),
      code: error?.code ?? null,
      message: error?.message ?? null,
      frames,
      bytes,
    });
  };
  return {
    add: ({ id, job, fileName }) => {
      insert.run({ id, job: JSON.stringify(job), fileName, at: now() });
      const added = get(id);
      if (added !== null) return added;
      throw new StudioError('store/failed', 'The export was not written down. Try again.');
    },
    get,
    list: () => list.all().map(toExport),
    change: (id, change) => {
      if (change.to === 'waiting') (change.at === 'first' ? waitFirst : waitLast).run(id);
      else if (change.to === 'running') run.run(id);
      else ended(id, change);
    },
    progress: (id, done, total) => lightly(() => progress.run(done, total, id)),
    move: (id, position) => {
      db.transaction(() => {
        const ids = waiting.all().map(row => IdRow.parse(row).id);
        if (!ids.includes(id)) return;
        const others = ids.filter(other => other !== id);
        others.splice(position, 0, id);
        for (const [at, other] of others.entries()) place.run(at + 1, other);
      })();
    },
    remove: id => {
      setRemoved.run(now(), id);
    },
    restore: id => {
      setRemoved.run(null, id);
    },
    removed: () => removed.all().map(row => IdRow.parse(row).id),
    erase: id => {
      erase.run(id);
    },
    isNamed: fileName => named.get(fileName) !== undefined,
  };
};
