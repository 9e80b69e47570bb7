/** Processor time and memory of processes, as Linux tells them. Knows no program; null where there is no /proc. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

type Stat = { pid: number; parent: number; ticks: number };

const statOf = (pid: number): Stat | null => {
  const text = readText(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name in parentheses may hold anything; fields are counted from behind it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
};

/** Processor time of a process and all that it started, seconds. */
export const processorSeconds = (root: number): number | null => {
  if (!existsSync('/proc/self/stat')) return null;
  const all = readdirSync('/proc').flatMap(name => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []));
  const family = new Set([root]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.reduce((sum, { pid, ticks }) => sum + (family.has(pid) ? ticks : 0), 0) / TICKS_PER_SECOND;
};

/** Memory of one process, bytes: what is shared with others counts by its share. */
export const memoryBytes = (pid: number): number | null => {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
};

const BUSY_SHARE = 0.1;
const LOOK_EVERY_MS = 1_000;
const LONGEST_MS = 60_000;
const BLIND_WAIT_MS = 15_000;

/** Waits until a process and all that it started have used less than a tenth of a core for two looks; a minute at most. */
export const atRest = async (root: number): Promise<void> => {
  const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
  const until = performance.now() + LONGEST_MS;
  const first = processorSeconds(root);
  if (first === null) return void (await pause(BLIND_WAIT_MS));
  let before: number = first;
  for (let quiet = 0; quiet < 2 && performance.now() < until; ) {
    await pause(LOOK_EVERY_MS);
    const now: number = processorSeconds(root) ?? before;
    quiet = (now - before) * 1000 < BUSY_SHARE * LOOK_EVERY_MS ? quiet + 1 : 0;
    before = now;
  }
};
