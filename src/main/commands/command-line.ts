/** The table of commands, run by both entries: plain Node's and the installed program's. Nothing heavy is loaded before one is chosen. */
import { Command } from 'commander';
import type { Host } from '../host.ts';
import { addAvatarCommand } from './avatar.ts';
import { addBenchCommand } from './bench.ts';
import { addDoctorCommand } from './doctor.ts';
import { addModelsCommand } from './models.ts';
import { reportFailure } from './report-failure.ts';
import { addSayCommand } from './say.ts';
import { addServeCommand } from './serve.ts';

const ALL_COMMANDS = [
  addSayCommand,
  addServeCommand,
  addAvatarCommand,
  addModelsCommand,
  addDoctorCommand,
  addBenchCommand,
] as const;

/** Runs `args` (without the program's name); resolves to the exit code. Help and bad usage end the process, as commander does. */
export const runCommandLine = async (host: Host, args: readonly string[]): Promise<number> => {
  const program = new Command('mouthpiece')
    .description('A portrait talks: to a video file, or live to local programs and the studio page.')
    .showHelpAfterError('(see mouthpiece --help)')
    .configureHelp({ sortSubcommands: true });
  for (const add of ALL_COMMANDS) add(program, host);
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return reportFailure(error);
  }
};
