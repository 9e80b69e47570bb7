/** AvatarStore over SQLite. */
import type Database from 'better-sqlite3';
import { StudioError } from '../../../shared/errors.ts';
import type { AvatarStore, MouthChange, MouthRevision, NewAvatar, StoredAvatar } from '../store.ts';
import { createAvatarLists } from './listed-avatars.ts';
import { AvatarRow, framesOf, MouthRow } from './rows.ts';

const SELECT = `
SELECT a.*, m.mouth, m.source, m.revision AS mouth_revision, m.face_index,
  (SELECT max(started_at) FROM sessions WHERE avatar_id = a.id) AS last_used_at
FROM avatars a
JOIN avatar_mouths m ON m.avatar_id = a.id
  AND m.revision = (SELECT max(revision) FROM avatar_mouths WHERE avatar_id = a.id)`;

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
    mouthRevision: parsed.mouth_revision,
    moving: framesOf(parsed),
    profile: parsed.profile,
    revision: parsed.revision,
    lastUsedAt: parsed.last_used_at,
    createdAt: parsed.created_at,
    removedAt: parsed.removed_at,
  };
};

const toRevision = (row: unknown): MouthRevision => {
  const { face_index, restored_from, ...plain } = MouthRow.parse(row);
  return { ...plain, faceIndex: face_index, restoredFrom: restored_from };
};

/** `now` gives ISO times. */
export const createAvatarTable = (db: Database.Database, now: () => string): AvatarStore => {
  const byId = db.prepare(`${SELECT} WHERE a.id = ?`);
  const byHash = db.prepare(`${SELECT} WHERE a.sha256 = ?`);
  const stale = db.prepare(`${SELECT} WHERE a.removed_at < ? AND a.demo = 0`);
  const insert = db.prepare(`INSERT INTO avatars
    (id, name, sha256, format, width, height, has_alpha, demo, licence, faces, created_at, kind, folder, fps, frame_count, profile)
    VALUES (@id, @name, @sha256, @format, @width, @height, @hasAlpha, @demo, @licence, @faces, @at, @kind, @folder, @fps, @frames, @profile)`);
  const insertMouth =
    db.prepare(`INSERT INTO avatar_mouths (avatar_id, revision, mouth, source, face_index, at, label, restored_from)
    VALUES (@id, (SELECT coalesce(max(revision), 0) + 1 FROM avatar_mouths WHERE avatar_id = @id),
      @mouth, @source, @faceIndex, @at, @label, @restoredFrom)`);
  const history = db.prepare(
    'SELECT * FROM (SELECT * FROM avatar_mouths WHERE avatar_id = ? ORDER BY revision DESC LIMIT ?) ORDER BY revision',
  );
  const mouthAt = db.prepare('SELECT * FROM avatar_mouths WHERE avatar_id = ? AND revision = ?');
  const setLabel = db.prepare('UPDATE avatar_mouths SET label = ? WHERE avatar_id = ? AND revision = ?');
  const setDescription = db.prepare(
    'UPDATE avatars SET name = @name, licence = @licence, profile = @profile, revision = revision + 1 WHERE id = @id',
  );
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
  const addMouth = (id: string, change: MouthChange): void => {
    const { source, faceIndex, label = '', restoredFrom = null } = change;
    const mouth = change.mouth === null ? null : JSON.stringify(change.mouth);
    insertMouth.run({ id, mouth, source, faceIndex, at: now(), label, restoredFrom });
  };
  const addOver = (id: string, change: MouthChange): void => {
    const newest = need(id).mouthRevision;
    if (change.base !== undefined && change.base !== newest)
      throw new StudioError(
        'store/conflict',
        'The mouth was changed elsewhere meanwhile. Load the newest version, or save yours over it.',
        { avatarId: id, base: change.base, newest },
      );
    addMouth(id, change);
  };
  const changed = (id: string, change: () => void): StoredAvatar => {
    need(id);
    db.transaction(change)();
    return need(id);
  };
  return {
    ...createAvatarLists(db),
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
        const { faces, hasAlpha, demo, mouth, mouthSource, faceIndex, moving, profile, ...plain } = avatar;
        insert.run({
          ...plain,
          hasAlpha: hasAlpha ? 1 : 0,
          demo: demo ? 1 : 0,
          faces: JSON.stringify(faces),
          profile: JSON.stringify(profile ?? {}),
          kind: moving === null ? 'still' : 'moving',
          ...(moving ?? { folder: null, fps: null, frames: null }),
          at: now(),
        });
        addMouth(avatar.id, { mouth, source: mouthSource, faceIndex });
      })();
      return need(avatar.id);
    },
    describe: (id, change, base = null) =>
      changed(id, () => {
        const { name, licence, profile, revision } = need(id);
        if (base !== null && base !== revision)
          throw new StudioError(
            'store/conflict',
            'The avatar was changed in another window meanwhile. Look at its newest state, then change it again.',
            { avatarId: id, base, newest: revision },
          );
        const next = { name, licence, profile, ...change };
        setDescription.run({ id, ...next, profile: JSON.stringify(next.profile) });
      }),
    setMouth: (id, change) => changed(id, () => addOver(id, change)),
    mouthHistory: (id, limit = -1) => history.all(id, limit).map(toRevision),
    mouthAt: (id, revision) => {
      const row = mouthAt.get(id, revision);
      return row === undefined ? null : toRevision(row);
    },
    labelMouth: (id, revision, label) => {
      setLabel.run(label, id, revision);
    },
    remove: id => {
      changed(id, () => setRemoved.run(now(), id));
    },
    setRemoved: db.transaction((ids: readonly string[], removed: boolean) => {
      const at = removed ? now() : null;
      for (const id of ids) setRemoved.run(at, id);
    }),
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
