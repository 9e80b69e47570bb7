/** What a start of the program asks for: a command without a window, or the window with links and files to open. Pure. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ConfigFlags } from '../config.ts';
import { avatarFile } from './avatar-file.ts';
import { isLink } from './deep-link.ts';

/** Commands of the command line that the installed program takes. */
export const COMMANDS: readonly string[] = ['say', 'serve', 'doctor', 'avatar', 'models', 'bench', 'help'];

/** A start. `files` are absolute; `links` are unchecked. */
export type Launch =
  | { kind: 'command'; args: readonly string[] }
  | {
      kind: 'window';
      flags: ConfigFlags;
      links: readonly string[];
      files: readonly string[];
      hidden: boolean;
    };

/** How the program was started: `defaultApp` when Electron itself runs a folder given to it, as in development. */
export type LaunchFacts = { argv: readonly string[]; defaultApp: boolean; cwd: string };

/** Facts of a start as a second one hands them to the first. */
export const LaunchFacts = z.object({
  argv: z.array(z.string().max(10_000)).max(1000),
  defaultApp: z.boolean(),
  cwd: z.string().max(10_000),
});

const ownArguments = ({ argv, defaultApp }: LaunchFacts): readonly string[] => {
  const given = argv.slice(1);
  if (!defaultApp) return given;
  const app = given.findIndex(argument => !argument.startsWith('-'));
  return app < 0 ? [] : given.slice(app + 1);
};

/**
 * A command is the first argument that is not a switch: switches before it are Chromium's (`--no-sandbox`). Everything that is no
 * link and no avatar file is left alone.
 */
export const readLaunch = (facts: LaunchFacts): Launch => {
  const given = ownArguments(facts);
  const first = given.findIndex(argument => !argument.startsWith('-'));
  if (first >= 0 && COMMANDS.includes(given[first] as string))
    return { kind: 'command', args: given.slice(first) };
  if (first < 0 && given.some(argument => argument === '--help' || argument === '-h'))
    return { kind: 'command', args: ['--help'] };
  // Chromium's own switches may stand before ours in development: the whole line is read.
  const { values, positionals } = parseArgs({
    args: [...facts.argv.slice(1)],
    strict: false,
    allowPositionals: true,
    options: { port: { type: 'string' }, data: { type: 'string' }, hidden: { type: 'boolean' } },
  });
  // Without the values of our switches, and without the folder of the app.
  const plain = given.filter(argument => positionals.includes(argument));
  return {
    kind: 'window',
    flags: {
      ...(typeof values.port === 'string' ? { port: values.port } : {}),
      ...(typeof values.data === 'string' ? { data: values.data } : {}),
    },
    links: plain.filter(isLink),
    files: plain
      .filter(argument => !isLink(argument) && avatarFile(argument) !== null)
      .map(file => path.resolve(facts.cwd, file)),
    hidden: values.hidden === true,
  };
};
