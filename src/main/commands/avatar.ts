/** `mouthpiece avatar`: import, list, show, settle, delete and export the avatars of the data folder. */
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { StudioError } from '../../shared/errors.ts';
import type { AvatarView } from '../../shared/studio/avatars.ts';
import type { Host } from '../host.ts';
import { nameFromFile } from '../studio-server/new-avatar.ts';
import { addSetFlags, patchOf, type SetFlags } from './avatar-set.ts';
import { interruptSignal } from './interrupt-signal.ts';
import { openLibrary } from './open-library.ts';
import { createProgressBar } from './progress-bar.ts';

type Flags = { data?: string; json?: boolean; name?: string };

const MOUTH = { detected: 'mouth found', hand: 'mouth set by hand', none: 'mouth not set' } as const;

const kindOf = ({ moving }: AvatarView): string =>
  moving === null ? 'still' : `${moving.frames} frames at ${moving.fps}/s`;

const line = (avatar: AvatarView): string =>
  `${avatar.id.padEnd(38)} ${`${avatar.width}x${avatar.height}`.padEnd(11)} ${MOUTH[avatar.mouthSource].padEnd(18)} ${kindOf(avatar).padEnd(24)} ${avatar.name}`;

const write = (text: string): void => void process.stdout.write(`${text}\n`);

const print = (value: AvatarView | AvatarView[], json: boolean | undefined): void =>
  write(json === true ? JSON.stringify(value, null, 2) : [value].flat().map(line).join('\n'));

const withLibrary = async <T>(
  host: Host,
  flags: Flags,
  work: (avatars: Library) => Promise<T>,
): Promise<T> => {
  const library = await openLibrary(host, flags.data);
  try {
    return await work(library.avatars);
  } finally {
    await library.close();
  }
};

const unreadable = (file: string, cause: unknown): StudioError =>
  new StudioError('avatar/unreadable', `${file} cannot be read. Check the path.`, {}, { cause });

const BOXES = ['moov', 'mdat', 'wide', 'free', 'skip'];
/** Pictures that begin as films do; the picture's own error names them. */
const PICTURE_BRANDS = ['avif', 'avis', 'heic', 'heix', 'mif1', 'msf1'];
const EBML = '1a45dfa3';

/** Films by their first twelve bytes: MP4 and MOV (`ftyp`, and what older MOV files begin with), WebM. */
const isFilm = (start: Buffer): boolean => {
  const box = start.toString('latin1', 4, 8);
  if (box === 'ftyp') return !PICTURE_BRANDS.includes(start.toString('latin1', 8, 12));
  return BOXES.includes(box) || start.toString('hex', 0, 4) === EBML;
};

const kindOfFile = async (file: string): Promise<'folder' | 'film' | 'picture'> => {
  try {
    if ((await stat(file)).isDirectory()) return 'folder';
    const handle = await open(file);
    try {
      const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0);
      return isFilm(buffer) ? 'film' : 'picture';
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
};

type Library = Awaited<ReturnType<typeof openLibrary>>['avatars'];

/** One of what `avatar import` was given; says what was cut on stderr. */
const importOne = async (avatars: Library, file: string, given: string | undefined): Promise<AvatarView> => {
  const name = given ?? nameFromFile(path.basename(file));
  const kind = await kindOfFile(file);
  if (kind === 'picture') {
    const picture = await readFile(file).catch(cause => {
      throw unreadable(file, cause);
    });
    return avatars.import(picture, { name });
  }
  const bar = createProgressBar();
  const { signal, dispose } = interruptSignal();
  try {
    const full = path.resolve(file);
    const { avatar, notes } =
      kind === 'folder'
        ? await avatars.importFolder(full, bar.draw, signal)
        : await avatars.importMoving({ kind: 'clip', path: full }, { name }, bar.draw, signal);
    bar.done();
    for (const note of notes) process.stderr.write(`${note}\n`);
    return kind === 'folder' && given !== undefined ? avatars.rename(avatar.id, given) : avatar;
  } finally {
    bar.done();
    dispose();
  }
};

/** Adds the command with its three parts. */
export const addAvatarCommand = (program: Command, host: Host): void => {
  const avatar = program
    .command('avatar')
    .description('import, list, show, settle, delete and export avatars');
  const part = (name: string, about: string) =>
    avatar.command(name).description(about).option('--data <dir>', 'data folder').option('--json', 'as JSON');
  part(
    'import <files...>',
    'keep pictures, clips (MP4, WebM, MOV) and OpenTalking folders as avatars; each is looked at for faces',
  )
    .option('--name <name>', 'its name (one file only)')
    .action((files: string[], flags: Flags) =>
      withLibrary(host, flags, async avatars => {
        const views: AvatarView[] = [];
        for (const file of files) {
          views.push(await importOne(avatars, file, files.length === 1 ? flags.name : undefined));
        }
        print(views, flags.json);
      }),
    );
  part('export <id> <dir>', "write an avatar as a folder in OpenTalking's form").action(
    (id: string, dir: string, flags: Flags) =>
      withLibrary(host, flags, async avatars => {
        await avatars.export(id, path.resolve(dir));
        process.stdout.write(`${dir}\n`);
      }),
  );
  part('list', 'all avatars')
    .option('--tag <tag>', 'only those with this tag')
    .action((flags: Flags & { tag?: string }) =>
      withLibrary(host, flags, async avatars => {
        const wanted = flags.tag?.toLowerCase();
        const has = ({ profile }: AvatarView): boolean =>
          wanted === undefined || profile.tags.some(tag => tag.toLowerCase() === wanted);
        print(avatars.list().filter(has), flags.json);
      }),
    );
  addSetFlags(part('set <id>', 'settle frame, background, voice, tags and more for an avatar')).action(
    (id: string, flags: Flags & SetFlags) =>
      withLibrary(host, flags, async avatars => {
        const before = avatars.get(id);
        print(avatars.updateProfile(id, before.revision, patchOf(flags, before)), flags.json);
      }),
  );
  part('remove <ids...>', 'delete avatars; `avatar restore` brings them back for 30 days').action(
    (ids: string[], flags: Flags) =>
      withLibrary(host, flags, async avatars => {
        const gone = ids.map(id => avatars.get(id));
        avatars.setRemoved(ids, true);
        print(gone, flags.json);
      }),
  );
  part('restore <ids...>', 'bring deleted avatars back').action((ids: string[], flags: Flags) =>
    withLibrary(host, flags, async avatars =>
      print(
        ids.map(id => avatars.restore(id)),
        flags.json,
      ),
    ),
  );
  part('show <id>', 'one avatar with its mouth metadata').action((id: string, flags: Flags) =>
    withLibrary(host, flags, async avatars =>
      write(JSON.stringify({ ...avatars.get(id), mouth: avatars.mouthOf(id) }, null, 2)),
    ),
  );
};
