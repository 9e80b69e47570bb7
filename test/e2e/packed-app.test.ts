/** The files that would be packed for this system suffice: laid out alone, away from the checkout, they make a video. */
import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type PackedFile, packedFiles, type Target } from '../contract/packed-files.ts';

const OS: Partial<Record<NodeJS.Platform, Target['os']>> = { win32: 'win', darwin: 'mac', linux: 'linux' };
const folder = mkdtempSync(path.join(tmpdir(), 'mouthpiece-packed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Links cost nothing; another disk wants a copy. */
const lay = ({ path: place, file }: PackedFile): void => {
  if (file === null) return;
  const target = path.join(folder, place.replace(/^resources:/, ''));
  mkdirSync(path.dirname(target), { recursive: true });
  try {
    linkSync(file, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    copyFileSync(file, target, constants.COPYFILE_FICLONE);
  }
};

test('the packed files are enough to make a video', async () => {
  const os = OS[process.platform];
  if (os === undefined) throw new Error(`Nothing is packed for ${process.platform}.`);
  const target = { os, platform: process.platform as Target['platform'], arch: process.arch };
  for (const item of await packedFiles(target)) lay(item);
  const film = path.join(folder, 'hello.mp4');
  const args = ['say', '--text', 'Hi.', '--avatar', 'mira', '--size', '128x128', '--out', film];
  execFileSync(process.execPath, [path.join(folder, 'out', 'main', 'cli.js'), ...args], {
    cwd: folder,
    env: { ...process.env, MOUTHPIECE_DATA: path.join(folder, 'data') },
    timeout: 180_000,
  });
  expect(readFileSync(film).subarray(4, 8).toString()).toBe('ftyp');
}, 240_000);
