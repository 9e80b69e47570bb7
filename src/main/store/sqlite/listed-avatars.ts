/** The avatars as lists need them, read without all that was found in their pictures: pages of them, or some by their ids. Writes nothing. */
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type MouthSketch, sketchOf } from '../../../shared/mouth-sketch.ts';
import { AvatarProfile } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarStore, ListedAvatar } from '../store.ts';
import { AvatarRow, framesOf } from './rows.ts';

/** The order of all lists. */
const ORDER = 'a.demo, CASE WHEN a.demo THEN a.id END, a.created_at DESC, a.rowid DESC';

const NARROW = `
SELECT a.rowid AS at, a.id, a.name, a.sha256, a.format, a.width, a.height, a.has_alpha, a.demo, a.licence, a.created_at,
  a.removed_at, a.kind, a.folder, a.fps, a.frame_count, a.profile, a.revision, m.source, m.face_index,
  m.revision AS mouth_revision, (SELECT max(started_at) FROM sessions WHERE avatar_id = a.id) AS last_used_at
FROM avatars a
JOIN avatar_mouths m ON m.avatar_id = a.id
  AND m.revision = (SELECT max(revision) FROM avatar_mouths WHERE avatar_id = a.id)`;

/** What is drawn of faces and mouth; SQLite cuts it out of several times as much JSON. */
const DRAWN = `
SELECT (SELECT json_group_array(json_array(value -> '$.box', value ->> '$.mouth.source_image_hash')) FROM json_each(a.faces)) AS faces,
  (SELECT mouth -> '$.animation' FROM avatar_mouths WHERE avatar_id = a.id AND revision = ?) AS mouth
FROM avatars a WHERE a.rowid = ?`;

const NarrowRow = AvatarRow.omit({ faces: true, mouth: true }).extend({
  at: z.number(),
  profile: z.string(),
});
const DrawnRow = z.object({ faces: z.string(), mouth: z.string().nullable() });

type Box = readonly [number, number, number, number];
/** Was parsed whole when it was written. */
type Animation = Parameters<typeof sketchOf>[0]['animation'];
type Drawn = { mouthRevision: number; faces: ListedAvatar['faces']; mouth: MouthSketch | null };

/** Faces never change, nor do versions of a mouth: what was drawn once is kept for so many avatars. */
const KEPT = 20_000;

/** Its part of the table. */
export const createAvatarLists = (db: Database.Database): Pick<AvatarStore, 'list' | 'listOf'> => {
  const list = db.prepare(`${NARROW} WHERE a.removed_at IS NULL ORDER BY ${ORDER} LIMIT ? OFFSET ?`);
  const listOf = db.prepare(
    `${NARROW} WHERE a.removed_at IS NULL AND a.id IN (SELECT value FROM json_each(?)) ORDER BY ${ORDER}`,
  );
  const draw = db.prepare(DRAWN);
  const kept = new Map<string, Drawn>();

  const read = (mouthRevision: number, at: number): Drawn => {
    const { faces, mouth } = DrawnRow.parse(draw.get(mouthRevision, at));
    return {
      mouthRevision,
      faces: (JSON.parse(faces) as [Box, string | null][]).map(([box, hash]) => ({
        box,
        mouth: hash === null ? {} : { source_image_hash: hash },
      })),
      mouth: mouth === null ? null : sketchOf({ animation: JSON.parse(mouth) as Animation }),
    };
  };
  const drawnOf = (id: string, mouthRevision: number, at: number): Drawn => {
    const known = kept.get(id);
    if (known?.mouthRevision === mouthRevision) return known;
    if (kept.size >= KEPT) kept.clear();
    const drawn = read(mouthRevision, at);
    kept.set(id, drawn);
    return drawn;
  };
  const toListed = (rows: readonly unknown[]): ListedAvatar[] => {
    // Most avatars are settled alike.
    const profiles = new Map<string, AvatarProfile>();
    const profileOf = (text: string): AvatarProfile => {
      const known = profiles.get(text);
      if (known !== undefined) return known;
      const profile = AvatarProfile.parse(JSON.parse(text));
      profiles.set(text, profile);
      return profile;
    };
    return rows.map(row => {
      const { at, ...parsed } = NarrowRow.parse(row);
      const { id, name, sha256, format, width, height, demo, licence, revision } = parsed;
      const { faces, mouth } = drawnOf(id, parsed.mouth_revision, at);
      return {
        ...{ id, name, sha256, format, width, height, demo, licence, revision, faces, mouth },
        hasAlpha: parsed.has_alpha,
        faceIndex: parsed.face_index,
        mouthSource: parsed.source,
        mouthRevision: parsed.mouth_revision,
        moving: framesOf(parsed),
        profile: profileOf(parsed.profile),
        lastUsedAt: parsed.last_used_at,
        createdAt: parsed.created_at,
        removedAt: parsed.removed_at,
      };
    });
  };
  return {
    list: ({ skip, limit } = { skip: 0, limit: -1 }) => toListed(list.all(limit, skip)),
    listOf: ids => toListed(listOf.all(JSON.stringify(ids))),
  };
};
