/** The avatar library of a data folder, without a server: for commands. */
import path from 'node:path';
import { silentLog } from '../../shared/log.ts';
import { Scope } from '../../shared/scope.ts';
import { readConfig } from '../config.ts';
import type { Host } from '../host.ts';
import { MovingFolders } from '../store/moving-folders.ts';
import { PictureFiles } from '../store/picture-files.ts';
import { openStore } from '../store/sqlite/open-store.ts';
import { AvatarLibrary } from '../studio-server/avatar-library.ts';
import { importDemoAvatars } from '../studio-server/demo-avatars.ts';
import { createLazyEngine } from './lazy-engine.ts';

/** Opens the folder (`data`, or the default one) and brings in the demo avatars. `close` it. */
export const openLibrary = async (
  host: Host,
  data: string | undefined,
): Promise<{ avatars: AvatarLibrary; close(): Promise<void> }> => {
  const { dataDir } = readConfig(data === undefined ? {} : { data }, process.env);
  const scope = new Scope();
  const store = scope.own(openStore({ dataDir, log: silentLog }));
  const engine = scope.own(createLazyEngine(host, dataDir));
  const avatars = new AvatarLibrary({
    store: store.avatars,
    files: new PictureFiles(dataDir),
    folders: new MovingFolders(dataDir),
    engine,
    changed: () => {},
  });
  await importDemoAvatars(path.join(host.paths.resources, 'avatars'), {
    store: store.avatars,
    avatars,
    log: silentLog,
  });
  return { avatars, close: () => scope.close() };
};
