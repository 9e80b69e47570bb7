/** Which process of this machine holds a local port: where the system tells it without being asked twice (Linux, processes of the same user). */
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/** Finds "name (pid)" of the client at `port`; null: unknown. Never rejects. */
export type FindProcess = (port: number) => Promise<string | null>;

const hexPort = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/** The inode of the socket whose own port it is; the file's columns are local address, remote address, …, inode. */
const inodeOf = async (port: number): Promise<string | null> => {
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(file, 'utf8').catch(() => '');
    for (const line of text.split('\n')) {
      const columns = line.trim().split(/\s+/);
      // 01: established.
      if (columns[1]?.endsWith(`:${hexPort(port)}`) && columns[3] === '01') return columns[9] ?? null;
    }
  }
  return null;
};

/** The program's name, and the script it runs; other arguments may be secrets. */
const nameOf = (commandLine: string): string => {
  const [title = '', script = ''] = commandLine.split('\0');
  // Some programs write all their arguments into one title.
  const program = title.split(' -')[0]!;
  const isScript = /\.(py|m?js|ts|rb|pl|sh)$/.test(script);
  return [program, ...(isScript ? [script] : [])]
    .map(part => path.basename(part))
    .join(' ')
    .slice(0, 60);
};

const holds = async (pid: string, wanted: string): Promise<boolean> => {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map(name => readlink(`${folder}/${name}`).catch(() => '')));
  return links.includes(wanted);
};

/** Looks in /proc. */
export const findLinuxProcess: FindProcess = async port => {
  const inode = await inodeOf(port);
  if (inode === null || inode === '0') return null;
  const wanted = `socket:[${inode}]`;
  const pids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name));
  // The newest first: clients come after the system.
  for (const pid of pids.reverse()) {
    if (!(await holds(pid, wanted))) continue;
    const name = nameOf(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
    return name === '' ? null : `${name} (${pid})`;
  }
  return null;
};

/** For this system. */
export const findProcess: FindProcess = process.platform === 'linux' ? findLinuxProcess : async () => null;
