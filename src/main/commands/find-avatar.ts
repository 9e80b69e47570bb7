/** A stored or demo avatar by its id, for `say`. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { AvatarInput } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Size } from '../../shared/framing.ts';
import { silentLog } from '../../shared/log.ts';
import { readConfig } from '../config.ts';
import type { Host } from '../host.ts';
import type { AvatarDefaults } from '../studio-server/avatar-staging.ts';
import { readDemoAvatars } from '../studio-server/demo-avatars.ts';
import { openLibrary } from './open-library.ts';

/** An avatar with what its user settled; `defaults` null: nothing. */
export type FoundAvatar = { input: AvatarInput; defaults: (AvatarDefaults & { size: Size }) | null };

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/**
 * Framed for a frame of `size`; null: of the avatar's own shape. A demo avatar comes straight from the resources where nobody has
 * a data folder. @throws StudioError `avatar/not-found`.
 */
export const findAvatar = async (
  id: string,
  size: Size | null,
  host: Host,
  data: string | undefined,
): Promise<FoundAvatar> => {
  const { dataDir } = readConfig(data === undefined ? {} : { data }, process.env);
  const demos = await readDemoAvatars(path.join(host.paths.resources, 'avatars'), silentLog);
  const demo = demos.find(candidate => candidate.id === id);
  if (demo !== undefined && !(await isThere(path.join(dataDir, 'studio.db'))))
    return { input: { picture: await demo.readPicture(), mouth: demo.mouth }, defaults: null };
  const library = await openLibrary(host, data);
  try {
    const defaults = await library.avatars.defaults(id);
    const input = await library.avatars.picture(id, size ?? defaults?.size);
    if (input !== null) return { input, defaults };
  } finally {
    await library.close();
  }
  throw new StudioError(
    'avatar/not-found',
    `There is no picture file and no avatar "${id}". \`mouthpiece avatar list\` shows the avatars.`,
  );
};
