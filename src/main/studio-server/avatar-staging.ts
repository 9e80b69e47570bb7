/** An avatar as its user settled it, for whoever shows it: framing, background, who draws and speaks. Decodes nothing. */
import type { AvatarInput, Background } from '../../shared/avatar.ts';
import { frameOfShape, type Size, shapeOf } from '../../shared/framing.ts';
import type { AvatarProfile } from '../../shared/studio/avatar-profile.ts';
import type { StoredAvatar } from '../store/store.ts';

/** What stands in where an ask leaves it open. */
export type AvatarDefaults = {
  /** null: what the asker has there anyway. */ background: Background | null;
} & Pick<AvatarProfile, 'renderer' | 'voiceId' | 'rate' | 'pitch'>;

/** Longest side of a video that asked for no size, px: see ExportJob.format. */
const NATURAL_EDGE = 1024;
const LEAST_SIDE = 128;

/** What of a profile goes with the picture into a frame of this size; null: a size nobody framed it for. */
export const livingPart = (
  avatar: StoredAvatar,
  frame: Size | null,
): Pick<AvatarInput, 'framing' | 'liveliness'> => {
  const { framing, shape, liveliness } = avatar.profile;
  const asked = frame === null ? null : shapeOf(frame, avatar, shape);
  const chosen = asked === null ? undefined : framing[asked];
  return { liveliness, ...(chosen === undefined ? {} : { framing: chosen }) };
};

/** Even sides of the avatar's shape, at most `edge`; the picture's own longer side is not passed. */
export const settledSize = (avatar: StoredAvatar, edge = NATURAL_EDGE): Size => {
  const frame = frameOfShape(avatar.profile.shape, avatar);
  const scale = Math.min(1, edge / Math.max(frame.width, frame.height));
  const side = (length: number): number => Math.max(LEAST_SIDE, Math.round((length * scale) / 2) * 2);
  return { width: side(frame.width), height: side(frame.height) };
};

/** `readPicture` gives the picture of another avatar, null when it is gone: the background is then what the asker has. */
export const defaultsOf = async (
  avatar: StoredAvatar,
  readPicture: (id: string) => Promise<Uint8Array | null>,
): Promise<AvatarDefaults> => {
  const { background: chosen, renderer, voiceId, rate, pitch } = avatar.profile;
  const background = async (): Promise<Background | null> => {
    if (chosen.kind === 'keep') return null;
    if (chosen.kind !== 'image') return chosen;
    const picture = await readPicture(chosen.imageId);
    return picture && { kind: 'image', picture };
  };
  return { background: await background(), renderer, voiceId, rate, pitch };
};
