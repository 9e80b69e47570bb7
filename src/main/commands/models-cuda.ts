/** `mouthpiece models cuda`: the optional CUDA component. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { StudioError } from '../../shared/errors.ts';
import { readConfig } from '../config.ts';
import { CudaComponent, parseComponent } from '../models/component-folder.ts';
import { licenceKey } from '../models/licences.ts';
import { systemClock } from '../system-clock.ts';

type Flags = { data?: string; acceptLicence?: boolean };

const componentOf = ({ data }: Flags): CudaComponent =>
  new CudaComponent({
    modelsDir: path.join(readConfig(data === undefined ? {} : { data }, process.env).dataDir, 'models'),
    clock: systemClock,
    now: () => new Date(),
    system: process,
  });

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const install = async (manifestFile: string, flags: Flags): Promise<void> => {
  const text = await readFile(manifestFile, 'utf8').catch(() => {
    throw new StudioError('request/invalid', 'The manifest cannot be read. Give the path of a JSON file.');
  });
  const manifest = parseComponent(text);
  const { version, licence, files } = manifest;
  say(
    `CUDA ${version}: ${files.length} files, ${megabytes(files.reduce((sum, file) => sum + file.bytes, 0))}`,
  );
  for (const { file, bytes, sha256, url } of files)
    say(`  ${file}  ${megabytes(bytes)}  ${sha256}\n    ${url}`);
  say(`\n${licence}\n`);
  const accept = flags.acceptLicence === true ? licenceKey(licence) : null;
  const stop = new AbortController();
  process.once('SIGINT', () =>
    stop.abort(new StudioError('request/cancelled', 'Stopped. Run it again to go on.')),
  );
  let told = -1;
  await componentOf(flags).install(
    manifest,
    accept,
    ({ file, bytesDone, bytesTotal }) => {
      const percent = Math.floor((100 * bytesDone) / bytesTotal);
      if (percent === told) return;
      told = percent;
      process.stderr.write(`\r${percent} %  ${file}   `);
    },
    stop.signal,
  );
  process.stderr.write('\n');
  say('Installed. Run: mouthpiece models test');
};

/** Adds it below `models`. */
export const addCudaCommand = (models: Command): void => {
  const cuda = models
    .command('cuda')
    .description('the optional CUDA component: loaded only by a manifest that you name');
  const part = (name: string, about: string) =>
    cuda.command(name).description(about).option('--data <dir>', 'data folder');
  part('install <manifest>', 'load what a manifest (.json) lists')
    .option('--accept-licence', 'accept the licence that is shown')
    .action(install);
  part('status', 'what is installed').action(async (flags: Flags) => {
    const manifest = await componentOf(flags).installed();
    say(
      manifest === null ? 'The CUDA component is not installed.' : `CUDA ${manifest.version} is installed.`,
    );
  });
  part('verify', 'read every byte').action(async (flags: Flags) => {
    const fault = await componentOf(flags).verify();
    say(fault ?? 'All files are as they were loaded.');
    if (fault !== null) process.exitCode = 1;
  });
  part('remove', 'delete it').action(async (flags: Flags) => {
    await componentOf(flags).remove();
    say('Removed.');
  });
};
