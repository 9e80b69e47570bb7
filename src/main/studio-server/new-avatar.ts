/** What an import writes down of an avatar. Knows no store and no file. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { AvatarAnalysis } from '../../shared/avatar.ts';
import type { MouthMetadata } from '../../shared/mouth-metadata.ts';
import type { AvatarProfile } from '../../shared/studio/avatar-profile.ts';
import type { NewAvatar, StoredFrames } from '../store/store.ts';

/** Beyond the picture, what an import may be told; the command line and the demo avatars use it. */
export type ImportFacts = {
  /** Default: a new one. */ id?: string;
  name: string;
  demo?: boolean;
  licence?: string;
  /** Given by hand: wins over what is found. */ mouth?: MouthMetadata | null;
  /** Default: nothing settled. */ profile?: AvatarProfile;
};

/** A name from a file's name: without folder and ending, 80 characters at most. */
export const nameFromFile = (fileName: string): string => {
  const base = path.basename(fileName.replaceAll('\\', '/'));
  const name = base
    .slice(0, base.length - path.extname(base).length)
    .replace(/[\p{Cc}_]+/gu, ' ')
    .trim()
    .slice(0, 80);
  return name === '' ? 'Avatar' : name;
};

/** A new avatar's id. */
export const newAvatarId = (): string => `ava_${randomUUID().replaceAll('-', '').slice(0, 16)}`;

/** The row of a new avatar; `moving` null: a still. */
export const newAvatar = (
  facts: ImportFacts,
  analysis: Omit<AvatarAnalysis, 'thumbnail'>,
  moving: StoredFrames | null,
): NewAvatar => {
  const faces = analysis.faces.map(({ score, box, mouth }) => ({ score, box, mouth }));
  const byHand = facts.mouth ?? null;
  const found = faces[0]?.mouth ?? null;
  return {
    id: facts.id ?? newAvatarId(),
    name: facts.name,
    sha256: analysis.sha256,
    format: analysis.format,
    width: analysis.width,
    height: analysis.height,
    hasAlpha: analysis.hasAlpha,
    demo: facts.demo ?? false,
    licence: facts.licence ?? '',
    faces,
    faceIndex: 0,
    mouth: byHand ?? found,
    mouthSource: byHand !== null ? 'hand' : found !== null ? 'detected' : 'none',
    moving,
    ...(facts.profile === undefined ? {} : { profile: facts.profile }),
  };
};
