/** Which picture an avatar's mouth must be made for. Knows no files. */
import type { ListedAvatar } from '../store/store.ts';

/** SHA-256, hex. A film is named by all its frames, and the still that stands for it by what was found in it; null: nothing was. */
export const pictureHashOf = ({
  sha256,
  moving,
  faces,
  faceIndex,
}: Pick<ListedAvatar, 'sha256' | 'moving' | 'faces' | 'faceIndex'>): string | null =>
  moving === null ? sha256 : (faces[faceIndex]?.mouth.source_image_hash ?? null);
