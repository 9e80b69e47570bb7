/** What this machine has for a runtime to compute on: facts that can be read without loading anything. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { cudaAbsence } from './cuda-part.ts';
import { type LocalProvider, providerOrder } from './provider-order.ts';

/** Why a provider cannot even be tried, and what would change that; null: it can. */
export type Absence = { says: string; fix: string | null };

/** What is known. `key` changes when the runtime, the system or the graphics driver does. */
export type Machine = {
  readonly key: string;
  readonly order: readonly LocalProvider[];
  absence(provider: LocalProvider): Absence | null;
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
};

const NVIDIA_DRIVER = '/proc/driver/nvidia/version';
const runtimeFolder = (): string =>
  path.join(
    path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node')),
    '..',
    'bin',
    'napi-v6',
    process.platform,
    process.arch,
  );

const hasRenderNode = (): boolean => {
  try {
    return readdirSync('/dev/dri').some(name => name.startsWith('renderD'));
  } catch {
    return read(NVIDIA_DRIVER) !== '';
  }
};

/** Reads this machine. `cudaDir`: where the optional CUDA component lies; absent: nowhere. */
export const readMachine = (cudaDir: string | null = null): Machine => {
  const listed = new Map(ort.listSupportedBackends().map(({ name, bundled }) => [name, bundled]));
  const driver = read(NVIDIA_DRIVER).split('\n')[0] ?? '';
  const cpu = os.cpus()[0]?.model ?? '';
  return {
    key: [ort.env.versions.node, process.platform, process.arch, os.release(), cpu, driver].join('|'),
    order: providerOrder(process),
    absence: provider => {
      if (provider === 'cpu') return null;
      if (!listed.has(provider)) return { says: 'this build of the runtime does not have it', fix: null };
      if (provider === 'cuda')
        return cudaAbsence(
          {
            driver,
            runtimeDir: runtimeFolder(),
            componentDir: cudaDir,
            exists: existsSync,
            link: (from, to) => symlinkSync(from, to),
          },
          process.platform === 'win32' ? 'win32' : 'linux',
        );
      if (provider === 'webgpu' && process.platform === 'linux' && !hasRenderNode())
        return { says: 'no graphics card is here', fix: null };
      return null;
    },
  };
};

/** Graphics memory this process holds, bytes, as the NVIDIA driver tells it; null where nobody tells. */
export const gpuBytesInUse = (): Promise<number | null> =>
  new Promise(resolve => {
    if (read(NVIDIA_DRIVER) === '') return resolve(null);
    const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
    execFile('nvidia-smi', query, { timeout: 2_000 }, (error, stdout) => {
      if (error !== null) return resolve(null);
      const own = stdout.split('\n').find(line => Number(line.split(',')[0]) === process.pid);
      const megabytes = Number(own?.split(',')[1]);
      resolve(Number.isFinite(megabytes) ? megabytes * 1024 * 1024 : null);
    });
  });
