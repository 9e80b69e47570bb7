/** `mouthpiece doctor`: what works on this machine and how to fix what doesn't. */
import type { Command } from 'commander';
import { runChecks } from '../doctor/checks.ts';
import type { Host } from '../host.ts';

const MARK = { ok: '✓', note: '·', fail: '✗' } as const;

/** Adds the command; exit code 1 when something the app needs is broken. */
export const addDoctorCommand = (program: Command, host: Host): void => {
  program
    .command('doctor')
    .description('say what works on this machine, and how to fix what does not')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const results = await runChecks(host, process.env);
      if (options.json === true) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
      else {
        for (const result of results) {
          process.stdout.write(`${MARK[result.state]} ${result.name.padEnd(22)} ${result.says}\n`);
          if (result.fix !== null) process.stdout.write(`  ${' '.repeat(22)} → ${result.fix}\n`);
        }
      }
      if (results.some(result => result.state === 'fail')) process.exitCode = 1;
    });
};
