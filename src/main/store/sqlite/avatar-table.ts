/** AvatarStore over SQLite. */
import type Database from 'better-sqlite3';
import { StudioError } from '../../../shared/errors.ts';
import type { AvatarStore, MouthRevision, NewAvatar, StoredAvatar, StoredFrames } from '../store.ts';
import { AvatarRow, MouthRow } from './rows.ts';

const SELECT = `
SELECT a.*, m.mouth, m.source, m.face_index
FROM avatars a
JOIN avatar_mouths m ON m.avatar_id = a.id
  AND m.revision = (SELECT max(revision) FROM avatar_mouths WHERE avatar_id = a.id)`;

const framesOf = ({ kind, folder, fps, frame_count }: AvatarRow): StoredFrames | null =>
  kind === 'moving' && folder !== null && fps !== null && frame_count !== null
    ? { folder, fps, frames: frame_count }
    : null;

const toAvatar = (row: unknown): StoredAvatar => {
  const parsed = AvatarRow.parse(row);
  return {
    id: parsed.id,
    name: parsed.name,
    sha256: parsed.sha256,
    format: parsed.format,
    width: parsed.width,
    height: parsed.height,
    hasAlpha: parsed.has_alpha,
    demo: parsed.demo,
    licence: parsed.licence,
    faces: parsed.faces,
    faceIndex: parsed.face_index,
    mouth: parsed.mouth,
    mouthSource: parsed.source,
    moving: framesOf(parsed),
    createdAt: parsed.created_at,
    removedAt: parsed.removed_at,
  };
};

const toRevision = (row: unknown): MouthRevision => {
  const { mouth, source, face_index, at } = MouthRow.parse(row);
  return { mouth, source, faceIndex: face_index, at };
};

/** `now` gives ISO times. */
export const createAvatarTable = (db: Database.Database, now: () => string): AvatarStore => {
  const list = db.prepare(
    `${SELECT} WHERE a.removed_at IS NULL ORDER BY a.demo, CASE WHEN a.demo THEN a.id END, a.created_at DESC, a.rowid DESC`,
  );
  const byId = db.prepare(`${SELECT} WHERE a.id = ?`);
  const byHash = db.prepare(`${SELECT} WHERE a.sha256 = ?`);
  const stale = db.prepare(`${SELECT} WHERE a.removed_at < ? AND a.demo = 0`);
  const insert = db.prepare(`INSERT INTO avatars
    (id, name, sha256, format, width, height, has_alpha, demo, licence, faces, created_at, kind, folder, fps, frame_count)
    VALUES (@id, @name, @sha256, @format, @width, @height, @hasAlpha, @demo, @licence, @faces, @at, @kind, @folder, @fps, @frames)`);
  const insertMouth =
    db.prepare(`INSERT INTO avatar_mouths (avatar_id, revision, mouth, source, face_index, at)
    VALUES (@id, (SELECT coalesce(max(revision), 0) + 1 FROM avatar_mouths WHERE avatar_id = @id),
      @mouth, @source, @faceIndex, @at)`);
  const history = db.prepare('SELECT * FROM avatar_mouths WHERE avatar_id = ? ORDER BY revision');
  const setName = db.prepare('UPDATE avatars SET name = ? WHERE id = ?');
  const setRemoved = db.prepare('UPDATE avatars SET removed_at = ? WHERE id = ?');
  const erase = db.prepare('DELETE FROM avatars WHERE id = ?');

  const get = (id: string): StoredAvatar | null => {
    const row = byId.get(id);
    return row === undefined ? null : toAvatar(row);
  };
  const need = (id: string): StoredAvatar => {
    const avatar = get(id);
    if (avatar !== null) return avatar;
    throw new StudioError('avatar/not-found', `There is no avatar "${id}".`, { avatarId: id });
  };
  const addMouth = (id: string, change: Omit<MouthRevision, 'at'>): void => {
    const mouth = change.mouth === null ? null : JSON.stringify(change.mouth);
    insertMouth.run({ id, mouth, source: change.source, faceIndex: change.faceIndex, at: now() });
  };
  const changed = (id: string, change: () => void): StoredAvatar => {
    need(id);
    db.transaction(change)();
    return need(id);
  };
  return {
    list: () => list.all().map(toAvatar),
    get,
    findByHash: sha256 => {
      const row = byHash.get(sha256);
      return row === undefined ? null : toAvatar(row);
    },
    add: (avatar: NewAvatar) => {
      if (get(avatar.id) !== null) {
        throw new StudioError('store/conflict', `There already is an avatar "${avatar.id}".`, {
          avatarId: avatar.id,
        });
      }
      db.transaction(() => {
        const { faces, hasAlpha, demo, mouth, mouthSource, faceIndex, moving, ...plain } = avatar;
        insert.run({
          ...plain,
          hasAlpha: hasAlpha ? 1 : 0,
          demo: demo ? 1 : 0,
          faces: JSON.stringify(faces),
          kind: moving === null ? 'still' : 'moving',
          ...(moving ?? { folder: null, fps: null, frames: null }),
          at: now(),
        });
        addMouth(avatar.id, { mouth, source: mouthSource, faceIndex });
      })();
      return need(avatar.id);
    },
    rename: (id, name) => changed(id, () => setName.run(name, id)),
    setMouth: (id, change) => changed(id, () => addMouth(id, change)),
    mouthHistory: id => history.all(id).map(toRevision),
    remove: id => {
      changed(id, () => setRemoved.run(now(), id));
    },
    restore: id => changed(id, () => setRemoved.run(null, id)),
    purge: before => {
      const gone = stale.all(before).map(toAvatar);
      db.transaction(() => {
        for (const { id } of gone) erase.run(id);
      })();
      return gone;
    },
  };
};
