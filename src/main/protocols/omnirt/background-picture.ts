/** The picture a client wants behind its avatar: its own bytes, or one of the studio. Knows no colours. */
import type { Background } from '../../../shared/avatar.ts';
import type { FrontEndDeps } from '../front-end.ts';
import { decodePicture } from './create-request.ts';
import { isRecord, type WireFailure } from './wire.ts';

/** Reads `config.background` where it is an object; null where it is not. */
export const readBackgroundPicture = async (
  value: unknown,
  avatars: FrontEndDeps['avatars'],
): Promise<Background | null | WireFailure> => {
  if (!isRecord(value)) return null;
  const { avatar_id: avatarId, image_b64: image } = value;
  if (typeof avatarId === 'string' && avatarId !== '') {
    const input = await avatars.picture(avatarId);
    if (input !== null) return { kind: 'image', picture: input.picture };
    return {
      code: 'bad_config',
      message: 'config.background.avatar_id names no avatar of the studio. Choose another picture.',
    };
  }
  if (image === undefined || image === null)
    return { code: 'bad_config', message: 'config.background as an object needs avatar_id or image_b64.' };
  const decoded = decodePicture(image);
  return 'code' in decoded
    ? { code: 'bad_config', message: 'config.background.image_b64 must be a picture in valid base64.' }
    : { kind: 'image', picture: decoded.bytes };
};
