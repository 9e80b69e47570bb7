/** The packages that main loads when the app is installed, as the lock file has them: what `dependencies` reach, on every system. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where npm would find `name` for the package at `from`: the nearest node_modules above it. */
const resolveIn = (packages, from, name) => {
  for (let base = from; ; ) {
    const key = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (packages[key] !== undefined) return key;
    if (base === '') return null;
    const cut = base.lastIndexOf('/node_modules/');
    base = cut < 0 ? '' : base.slice(0, cut);
  }
};

const reachable = (packages, start) => {
  const found = new Map();
  const queue = [...start];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [from, entry] = next;
    const peers = Object.keys(entry.peerDependencies ?? {}).filter(
      name => entry.peerDependenciesMeta?.[name]?.optional !== true,
    );
    const wanted = [
      ...Object.keys(entry.dependencies ?? {}),
      ...Object.keys(entry.optionalDependencies ?? {}),
      ...(from === '' ? [] : peers),
    ];
    for (const name of wanted) {
      const key = resolveIn(packages, from, name);
      if (key === null || found.has(key)) continue;
      found.set(key, packages[key]);
      queue.push([key, packages[key]]);
    }
  }
  return found;
};

const listed = found =>
  [...found]
    .map(([path, { version, os, cpu, libc, optional, integrity }]) => ({
      path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      os,
      cpu,
      libc,
      integrity,
      optional: optional === true,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

const readLock = root => JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;

/**
 * @typedef {{ path: string, name: string, version: string, os?: string[], cpu?: string[], libc?: string[], integrity?: string,
 *   optional: boolean }} LockedPackage `optional` ones may not be installed here
 */

/** @param {string} root the checkout @returns {LockedPackage[]} sorted by path */
export const productionPackages = root => {
  const packages = readLock(root);
  return listed(reachable(packages, [['', packages['']]]));
};

/** The named packages and what they need: for what is bundled into the page. @param {string} root @param {readonly string[]} names @returns {LockedPackage[]} */
export const packagesFrom = (root, names) => {
  const packages = readLock(root);
  const start = names
    .map(name => `node_modules/${name}`)
    .filter(key => packages[key] !== undefined)
    .map(key => [key, packages[key]]);
  return listed(new Map([...start, ...reachable(packages, start)]));
};
