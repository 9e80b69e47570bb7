/** A stored or demo avatar by its id, for `say`. */
import path from 'node:path';
import type { AvatarInput } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import { silentLog } from '../../shared/log.ts';
import type { Host } from '../host.ts';
import { readDemoAvatars } from '../studio-server/demo-avatars.ts';
import { openLibrary } from './open-library.ts';

/** Demo avatars come straight from the resources, so that no data folder is needed. @throws StudioError `avatar/not-found`. */
export const findAvatar = async (id: string, host: Host, data: string | undefined): Promise<AvatarInput> => {
  const demos = await readDemoAvatars(path.join(host.paths.resources, 'avatars'), silentLog);
  const demo = demos.find(candidate => candidate.id === id);
  if (demo !== undefined) return { picture: await demo.readPicture(), mouth: demo.mouth };
  const library = await openLibrary(host, data);
  try {
    const input = await library.avatars.picture(id);
    if (input !== null) return input;
  } finally {
    await library.close();
  }
  throw new StudioError(
    'avatar/not-found',
    `There is no picture file and no avatar "${id}". \`mouthpiece avatar list\` shows the avatars.`,
  );
};
