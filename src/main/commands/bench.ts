/** `mouthpiece bench`: runs the benches of a source checkout. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { StudioError } from '../../shared/errors.ts';
import type { Host } from '../host.ts';

/** Adds the command. */
export const addBenchCommand = (program: Command, host: Host): void => {
  program
    .command('bench')
    .description('measure speed and memory on this machine')
    .argument('[names...]', 'which benches; all when none is named')
    .option('--json <file>', 'also write the figures as JSON')
    .option('--markdown <file>', 'also write them as a page')
    .action(async (names: string[], options: { json?: string; markdown?: string }) => {
      const entry = path.join(path.dirname(host.paths.resources), 'test', 'bench', 'main.ts');
      if (!existsSync(entry)) {
        throw new StudioError(
          'request/invalid',
          'The benches come with the source code, not with the installed app.',
        );
      }
      const files = Object.entries(options).flatMap(([format, file]) => [`--${format}`, file]);
      const args = [entry, ...names, ...files];
      const child = spawn(process.execPath, args, { stdio: 'inherit' });
      process.exitCode = await new Promise<number>(resolve => child.on('exit', code => resolve(code ?? 1)));
    });
};
