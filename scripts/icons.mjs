/** Draws the icons from build/*.svg: the app's (electron-builder makes the systems' own formats of it) and the tray's. Run with `npm run icons`. */
import { mkdir, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { inRoot } from './house/paths.mjs';

/** file, source, pixels. macOS icons hold up to 1024; trays are 16 to 24 points, doubled on dense screens. */
const ICONS = [
  ['build/icon.png', 'build/icon.svg', 1024],
  ['resources/desktop/tray.png', 'build/tray.svg', 24],
  ['resources/desktop/tray@2x.png', 'build/tray.svg', 48],
  ['resources/desktop/trayTemplate.png', 'build/tray-template.svg', 18],
  ['resources/desktop/trayTemplate@2x.png', 'build/tray-template.svg', 36],
];

await mkdir(inRoot('resources', 'desktop'), { recursive: true });
for (const [file, source, pixels] of ICONS) {
  await sharp(await readFile(inRoot(source)), { density: 96 })
    .resize(pixels, pixels, { fit: 'contain', background: '#00000000' })
    .png({ compressionLevel: 9 })
    .toFile(inRoot(file));
  console.log(`${file}: ${pixels} px`);
}
