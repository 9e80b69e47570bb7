/** Lets one set-up run at a time in a checkout. Plain JavaScript for Node 20. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from './paths.mjs';

const LOCK = join(CACHE, 'setup.lock');

const holderIsAlive = () => {
  try {
    process.kill(Number(readFileSync(LOCK, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const take = () => {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
};

/**
 * Runs `work` while no other process of this checkout does; the lock of a dead process counts as none.
 * @template T @param {(line: string) => void} say @param {() => Promise<T>} work @returns {Promise<T>}
 */
export const withSetupLock = async (say, work) => {
  mkdirSync(CACHE, { recursive: true });
  let told = false;
  while (!take()) {
    if (!holderIsAlive()) rmSync(LOCK, { force: true });
    else if (!told) {
      say('waiting for another set-up of this folder to finish');
      told = true;
    }
    await sleep(250);
  }
  const release = () => rmSync(LOCK, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
};
