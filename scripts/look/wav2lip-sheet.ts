/** Prints what a Wav2Lip network does to a picture, one row for each mode, one column for each moment of a speech: `node scripts/look/wav2lip-sheet.ts IMAGE MODEL.onnx SPEECH.wav OUT.png [--edge 704] [--tile 260] [--at 0.4,0.8,1.2] [--speaking 1]`. A probe (scripts/models/make-wav2lip.mjs) shows whether place, size and colours are right. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type OverlayOptions } from 'sharp';
import { createFrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { createNetworks } from '../../src/main/pipeline/inference/installed-networks.ts';
import { wav2LipRenderer } from '../../src/main/pipeline/renderers/wav2lip/renderer.ts';
import { CompositorOptions, PostprocessMode } from '../../src/shared/compositor-options.ts';
import { Wav2LipOptions } from '../../src/shared/renderer-options/wav2lip.ts';
import { drawFrame } from '../../test/support/draw-frame.ts';
import { installModel } from '../../test/support/install-model.ts';
import { readPcm } from '../../test/support/read-pcm.ts';
import { faceSquareOf, openAvatar } from './open-avatar.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    edge: { type: 'string', default: '704' },
    tile: { type: 'string', default: '260' },
    at: { type: 'string', default: '0.2,0.36,0.6,0.8,1.2' },
    speaking: { type: 'string', default: '1' },
    jaw: { type: 'boolean', default: false },
    life: { type: 'string', default: '0' },
  },
});
const [image, model, speech, out] = positionals;
if (image === undefined || model === undefined || speech === undefined || out === undefined)
  throw new Error('Usage: wav2lip-sheet.ts IMAGE MODEL.onnx SPEECH.wav OUT.png');

const modelsDir = mkdtempSync(path.join(os.tmpdir(), 'mouthpiece-look-'));
await installModel(modelsDir, { id: 'shown', kind: 'wav2lip', bytes: readFileSync(model) });
const networks = createNetworks({ modelsDir });
const renderer = await wav2LipRenderer.load({ networks, cacheDir: modelsDir, log: () => {} });
const assets = await openAvatar(image, Number(values.edge));
const { width, height } = assets.picture;
const channels = assets.hasAlpha ? 4 : 3;
const square = faceSquareOf(assets);
const tile = Number(values.tile);
const times = values.at.split(',').map(Number);
const tiles: OverlayOptions[] = [];
for (const [row, mode] of PostprocessMode.options.entries()) {
  const track = await renderer.prepare(
    assets,
    Wav2LipOptions.parse({ blinking: true }),
    CompositorOptions.parse({ mode, enableJawMotionBlend: values.jaw }),
  );
  await track.ear?.hear(readPcm(speech));
  for (const [column, timeS] of times.entries()) {
    const frame = createFrameBuffer(width, height, channels);
    const pose = {
      lifeMicros: (timeS + Number(values.life)) * 1e6,
      weights: new Float32Array(52),
      speaking: Number(values.speaking),
    };
    await drawFrame(track, { ...pose, speechMicros: timeS * 1e6 }, frame);
    const input = await sharp(frame.data, { raw: { width, height, channels } })
      .extract({ left: square.left, top: square.top, width: square.size, height: square.size })
      .resize(tile, tile, { kernel: 'lanczos3' })
      .png()
      .toBuffer();
    const label = Buffer.from(
      `<svg width="${tile}" height="24"><text x="6" y="17" font-family="sans-serif" font-size="14" fill="#fff" stroke="#000" stroke-width="3" paint-order="stroke">${mode} ${timeS} s</text></svg>`,
    );
    const place = { left: column * tile, top: row * tile };
    tiles.push({ input, ...place }, { input: label, ...place });
  }
  await track.close();
}
rmSync(modelsDir, { recursive: true });
await sharp({
  create: {
    width: tile * times.length,
    height: tile * PostprocessMode.options.length,
    channels: 3,
    background: '#444',
  },
})
  .composite(tiles)
  .png()
  .toFile(out);
process.exit(0);
