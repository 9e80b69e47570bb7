/** Speaks a WAV (16 kHz mono) with a portrait: `node scripts/look/clip.ts IMAGE SPEECH.wav OUT.webp [--strip OUT.png] [--from 0] [--count 48] [--edge 704] [--mouth METADATA.json] [--raw OUT.rgb]`. The strip shows frames side by side, full size with `--tile 0`. */
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import sharp, { type OverlayOptions } from 'sharp';
import { createFrameBuffer } from '../../src/main/pipeline/frame-buffer.ts';
import { portraitRenderer } from '../../src/main/pipeline/renderers/portrait/renderer.ts';
import { CompositorOptions } from '../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../src/shared/renderer-options/portrait.ts';
import { drawFrame } from '../../test/support/draw-frame.ts';
import { faceSquareOf, openAvatar } from './open-avatar.ts';
import { weightsOfSpeech } from './speech-weights.ts';

const FPS = 25;
/** Silence before and after the speech, frames: the face is seen idle, and the change is seen. */
const IDLE = 15;
const EASE = 6;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    strip: { type: 'string' },
    raw: { type: 'string' },
    from: { type: 'string', default: '0' },
    count: { type: 'string', default: '48' },
    step: { type: 'string', default: '1' },
    tile: { type: 'string', default: '200' },
    columns: { type: 'string', default: '8' },
    edge: { type: 'string', default: '704' },
    mouth: { type: 'string' },
    still: { type: 'boolean', default: false },
    seed: { type: 'string', default: '9999' },
  },
});
const [image, speech, out] = positionals;
if (image === undefined || speech === undefined || out === undefined)
  throw new Error('Usage: clip.ts IMAGE SPEECH.wav OUT.webp');

const assets = await openAvatar(image, Number(values.edge), values.mouth);
const { width, height } = assets.picture;
const weights = await weightsOfSpeech(speech, FPS);
const renderer = await portraitRenderer.load();
const life = values.still ? { headMotion: 0, breathing: 0, blinking: false, browMotion: 0 } : {};
const track = await renderer.prepare(
  assets,
  PortraitOptions.parse({ seed: Number(values.seed), ...life }),
  CompositorOptions.parse({}),
);
const total = weights.length + 2 * IDLE;
const pages: Buffer[] = [];
const silent = new Float32Array(52);
const raw = values.raw === undefined ? null : createWriteStream(values.raw);
for (let i = 0; i < total; i++) {
  const frame = createFrameBuffer(width, height, 3);
  const into = Math.min(1, Math.max(0, (i - IDLE + EASE) / EASE));
  const outOf = Math.min(1, Math.max(0, (total - IDLE + EASE - i) / EASE));
  await drawFrame(
    track,
    {
      lifeMicros: (i * 1e6) / FPS,
      weights: weights[i - IDLE] ?? silent,
      speaking: Math.min(into, outOf),
    },
    frame,
  );
  pages.push(Buffer.from(frame.data.buffer));
  raw?.write(pages.at(-1)!);
}
raw?.end();

if (values.strip !== undefined) {
  const square = faceSquareOf(assets);
  const tile = Number(values.tile) || square.size;
  const columns = Number(values.columns);
  const from = Number(values.from);
  const step = Number(values.step);
  const shown = pages.filter((_, i) => i >= from && (i - from) % step === 0).slice(0, Number(values.count));
  const tiles = await Promise.all(
    shown.map(
      async (page, i): Promise<OverlayOptions> => ({
        input: await sharp(page, { raw: { width, height, channels: 3 } })
          .extract({ left: square.left, top: square.top, width: square.size, height: square.size })
          .resize(tile, tile, { kernel: 'lanczos3' })
          .png()
          .toBuffer(),
        left: (i % columns) * tile,
        top: Math.floor(i / columns) * tile,
      }),
    ),
  );
  await sharp({
    create: {
      width: columns * tile,
      height: Math.ceil(shown.length / columns) * tile,
      channels: 3,
      background: '#444',
    },
  })
    .composite(tiles)
    .png()
    .toFile(values.strip);
}
if (out !== '-')
  await sharp(Buffer.concat(pages), {
    raw: { width, height: height * pages.length, channels: 3, pageHeight: height },
  })
    .webp({ quality: 80, effort: 0, delay: pages.map(() => 1000 / FPS), loop: 0 })
    .toFile(out);
