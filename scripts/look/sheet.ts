/** Prints a contact sheet of every mouth shape: `node scripts/look/sheet.ts IMAGE OUT.png [--edge 704] [--tile 320] [--mouth METADATA.json] [--only aa,fv]`. */
import { parseArgs } from 'node:util';
import sharp, { type OverlayOptions } from 'sharp';
import { createFrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { portraitRenderer } from '../../src/main/pipeline/renderers/portrait/renderer.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';
import { drawFrame } from '../../test/support/draw-frame.ts';
import { MOUTH_SHAPES, weightsOf } from './mouth-shapes.ts';
import { faceSquareOf, openAvatar } from './open-avatar.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    edge: { type: 'string', default: '704' },
    tile: { type: 'string', default: '320' },
    columns: { type: 'string', default: '5' },
    mouth: { type: 'string' },
    only: { type: 'string' },
    mode: { type: 'string', default: 'basic' },
  },
});
const [file, out] = positionals;
if (file === undefined || out === undefined) throw new Error('Usage: sheet.ts IMAGE OUT.png');

const assets = await openAvatar(file, Number(values.edge), values.mouth);
const renderer = await portraitRenderer.load();
const started = performance.now();
const track = await renderer.prepare(
  assets,
  PortraitOptions.parse({ headMotion: 0, breathing: 0, blinking: false, browMotion: 0 }),
  CompositorOptions.parse({ mode: values.mode }),
);
const prepareMs = performance.now() - started;
const { width, height } = assets.picture;
const channels = assets.hasAlpha ? 4 : 3;
const frame = createFrameBuffer(width, height, channels);
const square = faceSquareOf(assets);
const tile = Number(values.tile);
const columns = Number(values.columns);
const names = values.only?.split(',') ?? Object.keys(MOUTH_SHAPES);
const tiles: OverlayOptions[] = [];
for (const [i, name] of names.entries()) {
  await drawFrame(track, { lifeMicros: 0, weights: weightsOf(MOUTH_SHAPES[name] ?? {}), speaking: 1 }, frame);
  const input = await sharp(frame.data, { raw: { width, height, channels } })
    .extract({ left: square.left, top: square.top, width: square.size, height: square.size })
    .resize(tile, tile, { kernel: 'lanczos3' })
    .png()
    .toBuffer();
  const left = (i % columns) * tile;
  const top = Math.floor(i / columns) * tile;
  const label = Buffer.from(
    `<svg width="${tile}" height="24"><text x="6" y="17" font-family="sans-serif" font-size="14" fill="#fff" stroke="#000" stroke-width="3" paint-order="stroke">${name}</text></svg>`,
  );
  tiles.push({ input, left, top }, { input: label, left, top });
}
await sharp({
  create: {
    width: columns * tile,
    height: Math.ceil(names.length / columns) * tile,
    channels: 3,
    background: '#444',
  },
})
  .composite(tiles)
  .png()
  .toFile(out);

const weights = weightsOf({ jawOpen: 0.4, mouthPucker: 0.2 });
const live = await renderer.prepare(assets, PortraitOptions.parse({}), CompositorOptions.parse({}));
for (let i = 0; i < 60; i++) await drawFrame(live, { lifeMicros: i * 40_000, weights, speaking: 1 }, frame);
const from = process.cpuUsage().user;
const count = 200;
for (let i = 0; i < count; i++)
  await drawFrame(live, { lifeMicros: i * 40_000, weights, speaking: 1 }, frame);
console.log(
  `${width}x${height}: prepare ${prepareMs.toFixed(0)} ms, frame ${((process.cpuUsage().user - from) / 1000 / count).toFixed(2)} ms`,
);
