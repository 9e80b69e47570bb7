/** Plain-Node entry: the command line. Commands live in commands/; nothing heavy is loaded before one is chosen. */
import { Command } from 'commander';
import { addAvatarCommand } from './commands/avatar.ts';
import { addBenchCommand } from './commands/bench.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addModelsCommand } from './commands/models.ts';
import { reportFailure } from './commands/report-failure.ts';
import { addSayCommand } from './commands/say.ts';
import { addServeCommand } from './commands/serve.ts';
import { createNodeHost } from './host.ts';

const host = createNodeHost(import.meta.url);
const program = new Command('mouthpiece')
  .description('A portrait talks: to a video file, or live to local programs and the studio page.')
  .showHelpAfterError('(see mouthpiece --help)')
  .configureHelp({ sortSubcommands: true });
for (const add of [
  addSayCommand,
  addServeCommand,
  addAvatarCommand,
  addModelsCommand,
  addDoctorCommand,
  addBenchCommand,
])
  add(program, host);
try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportFailure(error);
}
