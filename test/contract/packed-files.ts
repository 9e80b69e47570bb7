/** What electron-builder would pack for a platform, by its own matchers and file walker, without packing. */
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { productionPackages } from '../../scripts/packaging/production-packages.mjs';
import { readYaml } from '../support/read-yaml.ts';

/** The checkout. */
export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** An installer's platform: electron-builder's word, Node's word, the processor. */
export type Target = { os: 'win' | 'mac' | 'linux'; platform: 'win32' | 'darwin' | 'linux'; arch: string };

/** A file of the app by its path in it, forward slashes. Packages that are not installed here (`file` null) stand as their folder. */
export type PackedFile = { path: string; file: string | null };

type Stat = { isDirectory(): boolean; moduleFullFilePath?: string };
type Filter = (file: string, stat: Stat) => boolean;
type Matcher = { patterns: string[]; createFilter(): Filter; isEmpty(): boolean };
type FileMatcherModule = {
  FileMatcher: new (
    from: string,
    to: string,
    expand: (pattern: string) => string,
    patterns?: string[],
  ) => Matcher;
  getMainFileMatchers(...args: unknown[]): Matcher[];
  getNodeModuleFileMatcher(...args: unknown[]): Matcher;
};
type CopyHelper = {
  collectNodeModules(
    module: { name: string; dir: string },
    excludedEndings: readonly string[],
    destination: string,
  ): Promise<string[]>;
};

const ofBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const { FileMatcher, getMainFileMatchers, getNodeModuleFileMatcher } = ofBuilder(
  'app-builder-lib/out/fileMatcher.js',
) as FileMatcherModule;
const { NodeModuleCopyHelper } = ofBuilder('app-builder-lib/out/util/NodeModuleCopyHelper.js') as {
  NodeModuleCopyHelper: new (matcher: Matcher, packager: unknown) => CopyHelper;
};

/** The configuration as written. */
export type BuilderConfig = Record<string, unknown> & {
  files: string[];
  extraResources: { from: string; to: string }[];
  asarUnpack: string[];
} & Record<Target['os'], { files: string[] }>;

/** build/electron-builder.yml. */
export const builderConfig = (): BuilderConfig =>
  readYaml(path.join(ROOT, 'build', 'electron-builder.yml')) as BuilderConfig;

/** What app-builder-lib leaves out of packages besides the configuration's patterns (its getNodeModuleExcludedExts). */
const EXCLUDED_ENDINGS = ['.o', '.obj', '.d.ts', '.d.cts', '.d.mts', '.map'];

const slashes = (file: string): string => file.split(path.sep).join('/');

const expander =
  ({ os, arch }: Target) =>
  (pattern: string): string =>
    pattern.replace(/\$\{(arch|os)\}/g, (_macro, name) => (name === 'os' ? os : arch));

const appFiles = (target: Target, config: BuilderConfig): PackedFile[] => {
  const packager = {
    config,
    projectDir: ROOT,
    buildResourcesDir: 'build',
    isPrepackedAppAsar: false,
    debugLogger: { isEnabled: false },
  };
  const matchers = getMainFileMatchers(
    ROOT,
    ROOT,
    expander(target),
    config[target.os],
    { info: packager },
    path.join(ROOT, 'dist'),
    false,
  );
  const filters = matchers.map(matcher => matcher.createFilter());
  const found: PackedFile[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.name === 'node_modules' || entry.name === '.git' || entry.name === 'dist') continue;
      if (!filters.some(filter => filter(file, entry))) continue;
      if (entry.isDirectory()) walk(file);
      else found.push({ path: slashes(path.relative(ROOT, file)), file });
    }
  };
  walk(ROOT);
  return found;
};

const packageFiles = async (target: Target, config: BuilderConfig): Promise<PackedFile[]> => {
  const packager = {
    config,
    appInfo: { type: 'module' },
    getWorkspaceRoot: async () => ROOT,
    debugLogger: { isEnabled: false },
  };
  const { patterns } = getNodeModuleFileMatcher(ROOT, ROOT, expander(target), config[target.os], packager);
  const found: PackedFile[] = [];
  for (const { name, path: place, os, cpu } of productionPackages(ROOT)) {
    if (os !== undefined && !os.includes(target.platform)) continue;
    if (cpu !== undefined && !cpu.includes(target.arch)) continue;
    const dir = path.join(ROOT, place);
    const matcher = new FileMatcher(dir, dir, expander(target), patterns);
    if (!existsSync(dir)) {
      const filter = matcher.createFilter();
      const inside = `${place}/package.json`;
      const stat = { isDirectory: () => false, moduleFullFilePath: inside };
      if (filter(path.join(ROOT, inside), stat)) found.push({ path: place, file: null });
      continue;
    }
    const files = await new NodeModuleCopyHelper(matcher, packager).collectNodeModules(
      { name, dir },
      EXCLUDED_ENDINGS,
      place,
    );
    for (const file of files) found.push({ path: slashes(path.relative(ROOT, file)), file });
  }
  return found;
};

/** What lies beside the app's archive. */
const resourceFiles = (config: BuilderConfig): PackedFile[] =>
  config.extraResources.flatMap(({ from, to }) => {
    const source = path.join(ROOT, from);
    if (!existsSync(source) || !lstatSync(source).isDirectory())
      return [{ path: `resources:${to}`, file: existsSync(source) ? source : null }];
    return readdirSync(source, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
      .map(file => ({ path: `resources:${to}/${slashes(path.relative(source, file))}`, file }));
  });

/** All of it; resources have the prefix `resources:`. */
export const packedFiles = async (target: Target, config = builderConfig()): Promise<PackedFile[]> => [
  ...appFiles(target, config),
  ...(await packageFiles(target, config)),
  ...resourceFiles(config),
];

/** Whether the configuration has a file lie on the disk instead of in the archive. */
export const unpackedFilter = (target: Target, config = builderConfig()): ((file: string) => boolean) => {
  const filter = new FileMatcher(ROOT, ROOT, expander(target), config.asarUnpack).createFilter();
  return file => filter(path.join(ROOT, file), { isDirectory: () => false });
};
