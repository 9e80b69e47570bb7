/**
 * How large an installer will be, from its parts: Electron (estimated from released versions), packages with binaries (measured by
 * scripts/packaging/measure-sizes.mjs), and everything else by the share that compressing leaves.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type PackedFile, ROOT, type Target } from './packed-files.ts';

const Bytes = z.number().int().positive();
/** Without a figure for LZMA it is taken as 0.75 of the other; where it was measured it was 0.60 to 0.72. */
const Weight = z
  .object({ deflate: Bytes, lzma: Bytes.optional() })
  .transform(({ deflate, lzma }) => ({ deflate, lzma: lzma ?? Math.round(deflate * 0.75) }));
const Sizes = z.object({
  electron: z.object({
    lzma_over_deflate: z.number().min(0.5).max(1),
    zip: z.record(z.string(), Bytes),
    from: z.array(z.string()),
  }),
  parts: z.record(z.string(), Weight),
});

const sizes = Sizes.parse(JSON.parse(readFileSync(path.join(ROOT, 'build', 'package-sizes.json'), 'utf8')));

const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version: string }>;
};

/** A named part and its compressed bytes. */
export type Part = { what: string; bytes: number };

/** NSIS, deb, rpm and AppImage are written with LZMA; a zip for macOS deflates, and is the larger one there. */
const methodOf = ({ os }: Target): 'lzma' | 'deflate' => (os === 'mac' ? 'deflate' : 'lzma');

/** Packages that are mostly binaries or data. */
const WEIGHED = /node_modules\/(@seydx\/|@img\/sharp-|@echogarden\/)/;

const measuredKey = (file: string, { platform, arch }: Target): string | null => {
  const place = /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
  if (place === undefined) return null;
  const key = `${place.slice('node_modules/'.length)}@${lock.packages[place]?.version}`;
  if (file.startsWith('node_modules/onnxruntime-node/bin/')) return `${key}/${platform}-${arch}`;
  return WEIGHED.test(place) ? key : null;
};

const weightOf = (key: string): z.infer<typeof Weight> => {
  const weight = sizes.parts[key];
  if (weight === undefined)
    throw new Error(`${key} was not weighed: run scripts/packaging/measure-sizes.mjs.`);
  return weight;
};

/** What compresses no further, and what is left of the others: scripts mostly (the built page and main: 0.32 by gzip). */
const PACKED_ALREADY = /\.(onnx|png|jpe?g|woff2)$/;
const TEXT_SHARE = 0.35;

/** The whole and its parts, bytes. */
export const estimateSize = (
  target: Target,
  files: readonly PackedFile[],
): { bytes: number; parts: readonly Part[] } => {
  const method = methodOf(target);
  const { zip, lzma_over_deflate } = sizes.electron;
  const electron = zip[`${target.platform}-${target.arch}`] ?? Number.NaN;
  const measured = new Set<string>();
  let rest = 0;
  for (const { path: place, file } of files) {
    const key = measuredKey(place, target);
    if (key !== null) measured.add(key);
    else if (file !== null) rest += statSync(file).size * (PACKED_ALREADY.test(place) ? 1 : TEXT_SHARE);
  }
  const parts = [
    { what: 'Electron', bytes: electron * (method === 'lzma' ? lzma_over_deflate : 1) },
    ...[...measured].map(key => ({ what: key.replace(/@[\d.]+/, ''), bytes: weightOf(key)[method] })),
    { what: 'everything else', bytes: rest },
  ];
  return { parts, bytes: parts.reduce((sum, part) => sum + part.bytes, 0) };
};
