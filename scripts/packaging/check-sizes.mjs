/** Fails when an installer in dist is larger than the limit: `node scripts/packaging/check-sizes.mjs`. Prints all of them. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Largest installer, bytes: 220 MB, as download pages count. */
export const LARGEST_INSTALLER = 220_000_000;

const ENDINGS = /\.(exe|dmg|zip|AppImage|deb|rpm)$/;

/** @param {string} folder @returns {{ name: string, bytes: number }[]} */
export const installersIn = folder =>
  readdirSync(folder)
    .filter(name => ENDINGS.test(name))
    .map(name => ({ name, bytes: statSync(join(folder, name)).size }));

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = installersIn('dist');
  for (const { name, bytes } of found) console.log(`${(bytes / 1e6).toFixed(1).padStart(7)} MB  ${name}`);
  const large = found.filter(({ bytes }) => bytes > LARGEST_INSTALLER);
  if (found.length === 0 || large.length > 0) {
    console.error(
      found.length === 0 ? 'dist holds no installer' : `over 220 MB: ${large.map(({ name }) => name)}`,
    );
    process.exitCode = 1;
  }
}
