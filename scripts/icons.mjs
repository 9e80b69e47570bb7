/** Draws build/icon.png from build/icon.svg; electron-builder makes the systems' own formats of it. Run with `npm run icons`. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { inRoot } from './house/paths.mjs';

const SIZE_PX = 1024;

const svg = await readFile(inRoot('build', 'icon.svg'));
await sharp(svg, { density: 96 })
  .resize(SIZE_PX, SIZE_PX)
  .png({ compressionLevel: 9 })
  .toFile(inRoot('build', 'icon.png'));
console.log(`build/icon.png: ${SIZE_PX} px`);
