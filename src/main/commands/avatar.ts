/** `mouthpiece avatar`: import, list and show the avatars of the data folder. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { StudioError } from '../../shared/errors.ts';
import type { AvatarView } from '../../shared/studio-api.ts';
import type { Host } from '../host.ts';
import { nameFromFile } from '../studio-server/avatar-library.ts';
import { openLibrary } from './open-library.ts';

type Flags = { data?: string; json?: boolean; name?: string };

const MOUTH = { detected: 'mouth found', hand: 'mouth set by hand', none: 'mouth not set' } as const;

const line = (avatar: AvatarView): string =>
  `${avatar.id.padEnd(38)} ${`${avatar.width}x${avatar.height}`.padEnd(11)} ${MOUTH[avatar.mouthSource].padEnd(18)} ${avatar.name}`;

const print = (value: AvatarView | AvatarView[], json: boolean | undefined): void => {
  const text = json === true ? JSON.stringify(value, null, 2) : [value].flat().map(line).join('\n');
  process.stdout.write(`${text}\n`);
};

const withLibrary = async <T>(
  host: Host,
  flags: Flags,
  work: (avatars: Awaited<ReturnType<typeof openLibrary>>['avatars']) => Promise<T>,
): Promise<T> => {
  const library = await openLibrary(host, flags.data);
  try {
    return await work(library.avatars);
  } finally {
    await library.close();
  }
};

const readPicture = async (file: string): Promise<Uint8Array> =>
  readFile(file).catch(cause => {
    throw new StudioError('avatar/unreadable', `${file} cannot be read. Check the path.`, {}, { cause });
  });

/** Adds the command with its three parts. */
export const addAvatarCommand = (program: Command, host: Host): void => {
  const avatar = program.command('avatar').description('import, list and show avatars');
  const part = (name: string, about: string) =>
    avatar.command(name).description(about).option('--data <dir>', 'data folder').option('--json', 'as JSON');
  part('import <files...>', 'keep pictures as avatars; each is looked at for a face')
    .option('--name <name>', 'its name (one picture only)')
    .action((files: string[], flags: Flags) =>
      withLibrary(host, flags, async avatars => {
        const views: AvatarView[] = [];
        for (const file of files) {
          const name = files.length === 1 ? flags.name : undefined;
          views.push(
            await avatars.import(await readPicture(file), {
              name: name ?? nameFromFile(path.basename(file)),
            }),
          );
        }
        print(views, flags.json);
      }),
    );
  part('list', 'all avatars').action((flags: Flags) =>
    withLibrary(host, flags, async avatars => print(avatars.list(), flags.json)),
  );
  part('show <id>', 'one avatar with its mouth metadata').action((id: string, flags: Flags) =>
    withLibrary(host, flags, async avatars => print(avatars.get(id), true)),
  );
};
