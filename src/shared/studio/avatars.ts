/** Avatars as the page sees them, and what it may ask about them. */
import { z } from 'zod';
import { MouthSketch } from '../mouth-sketch.ts';
import { AvatarPatch, AvatarProfile, AvatarTag, MAX_TAGS } from './avatar-profile.ts';
import { method, Nothing, StudioId } from './method.ts';

/** A stored avatar as lists show it. `pictureUrl` and `thumbnailUrl` are relative to the server and carry what they need. */
export const AvatarView = z.object({
  id: StudioId,
  name: z.string(),
  width: z.number(),
  height: z.number(),
  hasAlpha: z.boolean(),
  demo: z.boolean(),
  licence: z.string(),
  createdAt: z.string(),
  pictureUrl: z.string(),
  thumbnailUrl: z.string(),
  /** null: mouth not set; the whole of it is `avatars.mouthAt` of `mouthRevision`. */
  mouth: MouthSketch.nullable(),
  mouthSource: z.enum(['detected', 'hand', 'none']),
  /** Number of the newest version of the mouth. */ mouthRevision: z.int().min(1),
  /** SHA-256 of the picture a mouth must be made for, hex; null: not known (a film without a face). */ pictureHash:
    z.string().nullable(),
  /** Boxes of all faces found, [left, top, right, bottom] normalised, largest first. */
  faces: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
  faceIndex: z.number().int(),
  /** A moving avatar: how many frames, and how many a second; null: a still. */
  moving: z.object({ frames: z.number().int(), fps: z.number() }).nullable(),
  profile: AvatarProfile,
  /** Grows with every change of name, licence and profile. */ revision: z.number().int(),
  /** Start of its last session that is kept, ISO 8601; null: none. */ lastUsedAt: z.string().nullable(),
});
/** Parsed AvatarView. */
export type AvatarView = z.infer<typeof AvatarView>;

/** How far the import of a clip or a folder is: its frames are looked at one by one. `framesTotal` is a guess until the last. */
export type ImportProgress = { framesDone: number; framesTotal: number };

/** Several avatars at once. */
const Several = z.array(StudioId).min(1).max(1000);

/** How many avatars one answer of `avatars.list` holds at most. */
export const AVATARS_PAGE = 1000;

/** name → schemas of parameters and result. */
export const AVATAR_METHODS = {
  /** Newest first, the app's own last. An answer that is shorter than `limit` is the last; `ids`: these alone, without those that are gone. */
  'avatars.list': method(
    z.object({
      ids: Several.optional(),
      skip: z.int().min(0).default(0),
      limit: z.int().min(1).max(AVATARS_PAGE).default(AVATARS_PAGE),
    }),
    z.array(AvatarView),
  ),
  'avatars.rename': method(z.object({ id: StudioId, name: z.string().min(1).max(80) }), AvatarView),
  'avatars.chooseFace': method(z.object({ id: StudioId, faceIndex: z.number().int().min(0) }), AvatarView),
  'avatars.remove': method(z.object({ id: StudioId }), Nothing),
  'avatars.restore': method(z.object({ id: StudioId }), AvatarView),
  /** `revision`: of the state the change was made on. Errors: store/conflict when it was changed since, avatar/not-found for a background's picture. */
  'avatars.updateProfile': method(
    z.object({ id: StudioId, revision: z.number().int().min(0), patch: AvatarPatch }),
    AvatarView,
  ),
  /** Adds and takes away tags of several; what was changed elsewhere stays. Avatars that are gone are left out. */
  'avatars.tag': method(
    z.object({
      ids: Several,
      add: z.array(AvatarTag).max(MAX_TAGS).default([]),
      remove: z.array(AvatarTag).max(MAX_TAGS).default([]),
    }),
    z.array(AvatarView),
  ),
  'avatars.removeMany': method(z.object({ ids: Several }), Nothing),
  'avatars.restoreMany': method(z.object({ ids: Several }), Nothing),
  /** Ends the import of a clip or a folder that was sent with this `x-import-id`; one that has ended stays. */
  'avatars.cancelImport': method(z.object({ importId: StudioId }), Nothing),
} as const;
