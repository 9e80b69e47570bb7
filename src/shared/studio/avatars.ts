/** Avatars as the page sees them, and what it may ask about them. */
import { z } from 'zod';
import { MouthMetadata } from '../mouth-metadata.ts';
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
  /** null: mouth not set. */
  mouth: MouthMetadata.nullable(),
  mouthSource: z.enum(['detected', 'hand', 'none']),
  /** Boxes of all faces found, [left, top, right, bottom] normalised, largest first. */
  faces: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
  faceIndex: z.number().int(),
  /** A moving avatar: how many frames, and how many a second; null: a still. */
  moving: z.object({ frames: z.number().int(), fps: z.number() }).nullable(),
});
/** Parsed AvatarView. */
export type AvatarView = z.infer<typeof AvatarView>;

/** name → schemas of parameters and result. */
export const AVATAR_METHODS = {
  'avatars.list': method(Nothing, z.array(AvatarView)),
  'avatars.rename': method(z.object({ id: StudioId, name: z.string().min(1).max(80) }), AvatarView),
  'avatars.setMouth': method(z.object({ id: StudioId, mouth: MouthMetadata.nullable() }), AvatarView),
  'avatars.chooseFace': method(z.object({ id: StudioId, faceIndex: z.number().int().min(0) }), AvatarView),
  'avatars.remove': method(z.object({ id: StudioId }), Nothing),
  'avatars.restore': method(z.object({ id: StudioId }), AvatarView),
} as const;
