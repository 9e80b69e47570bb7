/** Several tracks in one frame, side by side, each with its name in a corner: the same speech under different settings. Knows no renderer. */
import sharp from 'sharp';
import type { Micros } from '../../../shared/media.ts';
import { createFrameBuffer, type FrameBuffer } from '../frame-buffer.ts';
import type { Ear, Track } from './renderer.ts';

/** One part: its track draws frames of the common size; an empty label shows none. */
export type Side = { label: string; track: Track };

type Label = { width: number; height: number; data: Uint8Array };

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** White letters on a dark plate, RGBA, at most `width` wide. */
const drawLabel = async (text: string, width: number): Promise<Label> => {
  if (text === '') return { width: 0, height: 0, data: new Uint8Array() };
  const size = Math.max(11, Math.min(22, Math.round(width / 24)));
  const plateWidth = Math.min(width, Math.round(text.length * size * 0.62 + 1.4 * size));
  const plateHeight = Math.round(size * 1.7);
  const plate = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${plateWidth}" height="${plateHeight}">` +
      `<rect width="100%" height="100%" rx="${size * 0.4}" fill="#101418" fill-opacity="0.72"/>` +
      `<text x="${size * 0.7}" y="${size * 1.17}" font-family="sans-serif" font-size="${size}" fill="#fff">${escapeText(text)}</text></svg>`,
  );
  const { data, info } = await sharp(plate).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};

const MARGIN = 8;

/** Copies a part into its place and lays its label over it. */
const place = (part: FrameBuffer, label: Label, left: number, into: FrameBuffer): void => {
  const { width, height, channels } = part;
  for (let y = 0; y < height; y++) {
    const row = part.data.subarray(y * width * channels, (y + 1) * width * channels);
    into.data.set(row, (y * into.width + left) * channels);
  }
  for (let y = 0; y < Math.min(label.height, height - MARGIN); y++)
    for (let x = 0; x < Math.min(label.width, width - MARGIN); x++) {
      const from = (y * label.width + x) * 4;
      const to = ((y + MARGIN) * into.width + left + MARGIN + x) * channels;
      const alpha = label.data[from + 3]! / 255;
      for (let c = 0; c < 3; c++)
        into.data[to + c] = into.data[to + c]! * (1 - alpha) + label.data[from + c]! * alpha + 0.5;
      if (channels === 4) into.data[to + 3] = Math.max(into.data[to + 3]!, label.data[from + 3]!);
    }
};

const earOf = (ears: readonly Ear[]): Ear => ({
  async hear(pcm16k) {
    await Promise.all(ears.map(ear => ear.hear(pcm16k)));
  },
  async endTurn() {
    await Promise.all(ears.map(ear => ear.endTurn()));
  },
  reset() {
    for (const ear of ears) ear.reset();
  },
  get finalMicros(): Micros {
    return Math.min(...ears.map(ear => ear.finalMicros));
  },
});

/** A track whose frames are `sides.length · width` wide. It owns the tracks of its sides. */
export const createSideBySide = async (
  sides: readonly Side[],
  { width, height }: { width: number; height: number },
): Promise<Track> => {
  const labels = await Promise.all(sides.map(side => drawLabel(side.label, width - 2 * MARGIN)));
  const tracks = sides.map(side => side.track);
  const batch = Math.min(...tracks.map(track => track.batch));
  const ears = tracks.flatMap(track => track.ear ?? []);
  const parts = new Map<3 | 4, FrameBuffer[]>();
  const partsOf = (channels: 3 | 4): FrameBuffer[] => {
    let buffers = parts.get(channels);
    if (buffers === undefined) {
      buffers = Array.from({ length: batch }, () => createFrameBuffer(width, height, channels));
      parts.set(channels, buffers);
    }
    return buffers;
  };
  return {
    batch,
    sides: tracks,
    ...(ears.length === 0 ? {} : { ear: earOf(ears) }),
    notes: tracks.flatMap(track => track.notes ?? []),
    async render(poses, into) {
      const buffers = partsOf(into[0]?.channels ?? 3).slice(0, poses.length);
      for (const [side, track] of tracks.entries()) {
        await track.render(poses, buffers);
        for (const [i, buffer] of buffers.entries()) place(buffer, labels[side]!, side * width, into[i]!);
      }
    },
    configure(patch) {
      for (const track of tracks) track.configure(patch);
    },
    async close() {
      for (const track of tracks) await track.close();
    },
  };
};
