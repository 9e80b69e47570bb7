/** Packages: each is accounted for in docs/dependencies.md, and none runs an install script that nobody looked at. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './source-files.ts';

type Package = {
  version: string;
  engines: { node: string };
  allowScripts: Record<string, boolean>;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
type LockedPackage = {
  version?: string;
  hasInstallScript?: boolean;
  dependencies?: object;
  devDependencies?: object;
  optionalDependencies?: object;
};
type Lock = {
  packages: Record<string, LockedPackage>;
};

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Package;
const lock = JSON.parse(read('package-lock.json')) as Lock;
const direct = Object.keys({
  ...manifest.dependencies,
  ...manifest.optionalDependencies,
  ...manifest.devDependencies,
}).sort();

describe('packages', () => {
  test('each have one line in docs/dependencies.md', () => {
    const listed = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)]
      .map(match => match[1])
      .sort();
    expect(listed).toEqual(direct);
  });

  test('with install scripts are allowed or denied by name', () => {
    const withScripts = Object.entries(lock.packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(withScripts.sort()).toEqual(Object.keys(manifest.allowScripts).sort());
    expect(Object.keys(manifest.allowScripts).filter(name => manifest.allowScripts[name])).toEqual(['node']);
  });

  test('agree between package.json and the lock file', () => {
    const root = lock.packages[''];
    expect(root?.dependencies).toEqual(manifest.dependencies);
    expect(root?.optionalDependencies).toEqual(manifest.optionalDependencies);
    expect(root?.devDependencies).toEqual(manifest.devDependencies);
  });

  test('are locked for every system, not only the one the lock file was written on', () => {
    const locked = new Set(
      Object.keys(lock.packages).map(path => path.slice(path.lastIndexOf('node_modules/') + 13)),
    );
    const missing = Object.values(lock.packages)
      .flatMap(entry => Object.keys(entry.optionalDependencies ?? {}))
      .filter(name => !locked.has(name));
    expect(missing).toEqual([]);
  });

  test('bring Node 24', () => {
    expect(lock.packages['node_modules/node']?.version).toMatch(/^24\./);
  });
});

test('a newcomer needs two commands', () => {
  expect(manifest.scripts).toMatchObject({ start: 'node scripts/start.mjs', test: manifest.scripts.check });
  expect(manifest.engines.node).toBe('>=20');
});
