/**
 * Writes the licences of everything inside the installed app into one text: main's packages, the page's, the models.
 * Electron's own and Chromium's lie beside the program (LICENSE.electron.txt, LICENSES.chromium.html).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packagesFrom, productionPackages } from './production-packages.mjs';

/** Where it is written, from the checkout's root; the installers take it from there. */
export const LICENCES_FILE = 'out/THIRD-PARTY-LICENCES.txt';

const LICENCE_NAMES = /^(licen[cs]e|copying|notice|third[-_ ]?party)/i;
const LINE = '='.repeat(100);

const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

const filesBelow = (folder, endings) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && endings.some(ending => entry.name.endsWith(ending)))
    .map(entry => join(entry.parentPath, entry.name));

/** Names of the packages that the page's sources import. @param {string} root */
export const pagePackages = root => {
  const names = new Set();
  for (const file of filesBelow(join(root, 'src', 'renderer'), ['.ts', '.tsx'])) {
    for (const [, name] of readFileSync(file, 'utf8').matchAll(
      /(?:from|import)\s*\(?'((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/g,
    ))
      names.add(name);
  }
  return [...names].sort();
};

const licenceOf = ({ license, licenses }) =>
  typeof license === 'string'
    ? license
    : ([license, licenses].flat().find(item => typeof item?.type === 'string')?.type ?? 'not named');

const holderOf = ({ author }) => (typeof author === 'string' ? author : author?.name);

/** One package's part. Throws for a package that names no licence and brings none. */
const partOf = (root, { path, name, version }) => {
  const folder = join(root, path);
  const manifest = readJson(join(folder, 'package.json'));
  const licence = licenceOf(manifest);
  const files = readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isFile() && LICENCE_NAMES.test(entry.name))
    .map(entry => entry.name)
    .sort();
  if (files.length === 0 && licence === 'not named')
    throw new Error(`${name} ${version} names no licence and brings none.`);
  const texts = files.map(file => readFileSync(join(folder, file), 'utf8').trim());
  const holder = holderOf(manifest);
  const said = `The package brings no text of its licence; its manifest says ${licence}${holder ? `, by ${holder}` : ''}.`;
  return [
    LINE,
    `${name} ${version}`,
    `Licence: ${licence}`,
    '',
    ...(texts.length > 0 ? texts : [said]),
    '',
  ].join('\n');
};

const modelPart = root => {
  const folder = join(root, 'resources', 'models');
  const texts = ['NOTICE.txt', 'APACHE-2.0.txt'].map(file => readFileSync(join(folder, file), 'utf8').trim());
  return [LINE, 'Models in resources/models', '', ...texts, ''].join('\n');
};

const OPENING = `Mouthpiece is free software under the GNU General Public License, version 3 or later (LICENSE).
It contains the work of others, under the licences below. The FFmpeg libraries inside node-av are built with
--enable-gpl; espeak-ng is GPL-3.0-or-later; libvips inside sharp is LGPL-3.0-or-later. Their sources are at
https://github.com/seydx/node-av, https://github.com/espeak-ng/espeak-ng and https://github.com/libvips/libvips.
`;

/**
 * The whole text, of what is installed here.
 * @param {string} root
 * @returns {{ text: string, names: string[] }}
 */
export const licencesText = root => {
  const byPath = new Map(
    [...productionPackages(root), ...packagesFrom(root, pagePackages(root))].map(item => [item.path, item]),
  );
  const present = [...byPath.values()]
    .filter(({ path, optional }) => !optional || existsSync(join(root, path, 'package.json')))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = present.map(item => partOf(root, item));
  return { text: [OPENING, modelPart(root), ...parts].join('\n'), names: present.map(({ name }) => name) };
};

/** Writes it. @param {string} root @returns {Promise<{ file: string, packages: number }>} */
export const writeLicences = async root => {
  const { text, names } = licencesText(root);
  const file = join(root, LICENCES_FILE);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return { file, packages: names.length };
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { file, packages } = await writeLicences(join(import.meta.dirname, '..', '..'));
  console.log(`${file}: licences of ${packages} packages`);
}
