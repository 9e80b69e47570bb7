/**
 * Draws the demo avatars into resources/avatars: Mira from SVG, Nilo from a distance field (some minutes), each with an
 * avatar.json: id, name, description, licence, file, the mouth found in the picture, background, voice. Needs Node 24.
 *
 *   node scripts/avatars/build-avatars.mjs [mira] [nilo] [--workers N] [--out FOLDER] [--cards] [--fixture]
 *
 * `--cards` keeps the pictures that are there and writes avatar.json anew; `--fixture` renders Nilo's three-quarter view
 * for the tests instead.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { createAvatarReader } from '../../src/main/pipeline/avatar/avatar-reader.ts';
import { miraSvg } from './mira/mira.mjs';
import { NILO_SIZE, renderRows } from './nilo/nilo.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
/** What each avatar is called, and what suits it; `mouth` and `file` are added when the picture is there. */
const CARDS = {
  mira: {
    name: { en: 'Mira', zh: '米拉' },
    description: { en: 'Illustrated portrait, transparent background', zh: '插画肖像，透明背景' },
    background: { kind: 'colour', rgb: [226, 221, 213] },
    voice: { lang: 'en' },
  },
  nilo: {
    name: { en: 'Nilo', zh: '尼洛' },
    description: { en: 'Sculpted bust, rendered in 3D', zh: '三维渲染半身像' },
    background: { kind: 'colour', rgb: [58, 84, 104] },
    voice: { lang: 'en' },
  },
};
const LICENCE = 'CC0-1.0';

/** A face turned by 30°, for the tests. */
const THREE_QUARTER = { width: 400, height: 500, yaw: Math.PI / 6 };
const FIXTURE = 'test/fixtures/faces/nilo-three-quarter.png';

/** Rows a worker renders at a time. */
const BAND = 16;

const drawMira = () => sharp(Buffer.from(miraSvg())).png({ compressionLevel: 9, palette: false }).toBuffer();

// Workers take bands from a common counter, so that a slow one holds nobody up.
const drawNilo = async (view, workers) => {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const pixels = new Uint8Array(new SharedArrayBuffer(view.width * view.height * 3));
  await Promise.all(
    Array.from(
      { length: workers },
      () =>
        new Promise((done, failed) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: { view, next, pixels } });
          worker.on('message', row => process.stderr.write(`\rnilo: row ${row} of ${view.height}`));
          worker.on('error', failed);
          worker.on('exit', done);
        }),
    ),
  );
  process.stderr.write('\n');
  return await sharp(Buffer.from(pixels), { raw: { width: view.width, height: view.height, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
};

const renderBands = ({ view, next, pixels }) => {
  for (;;) {
    const from = Atomics.add(next, 0, 1) * BAND;
    if (from >= view.height) return;
    pixels.set(renderRows(view, from, Math.min(from + BAND, view.height)), from * view.width * 3);
    parentPort.postMessage(from);
  }
};

const cardOf = async (id, file, path) => {
  const reader = await createAvatarReader({ modelsDir: join(ROOT, 'resources/models') });
  const { faces } = await reader.analyse(readFileSync(path));
  await reader.close();
  if (faces.length !== 1) throw new Error(`${file} shows ${faces.length} faces instead of one.`);
  const { name, description, background, voice } = CARDS[id];
  return { id, name, description, licence: LICENCE, file, background, voice, mouth: faces[0].mouth };
};

const main = async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      workers: { type: 'string', default: '2' },
      out: { type: 'string', default: join(ROOT, 'resources/avatars') },
      cards: { type: 'boolean', default: false },
      fixture: { type: 'boolean', default: false },
    },
  });
  const workers = Number(values.workers);
  if (values.fixture) {
    writeFileSync(join(ROOT, FIXTURE), await drawNilo(THREE_QUARTER, workers));
    return;
  }
  const drawings = { mira: drawMira, nilo: () => drawNilo(NILO_SIZE, workers) };
  for (const id of positionals.length > 0 ? positionals : Object.keys(drawings)) {
    const draw = drawings[id];
    if (!draw) throw new Error(`There is no avatar "${id}": mira and nilo can be drawn.`);
    mkdirSync(join(values.out, id), { recursive: true });
    const file = `${id}.png`;
    const path = join(values.out, id, file);
    if (!values.cards) writeFileSync(path, await draw());
    writeFileSync(
      join(values.out, id, 'avatar.json'),
      `${JSON.stringify(await cardOf(id, file, path), null, 2)}\n`,
    );
  }
};

if (isMainThread) await main();
else renderBands(workerData);
