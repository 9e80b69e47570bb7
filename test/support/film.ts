/** A small film for tests: a face that sways, nods and tilts by known amounts, made of one still. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

/** Size of the frames, px. */
export const FILM = { width: 256, height: 320 } as const;

/** How the still lies in frame `index`: a turn about the middle (degrees) and a shift (px). */
export const filmPose = (index: number): { turn: number; x: number; y: number } => ({
  turn: 6 * Math.sin(index / 7),
  x: Math.round(8 * Math.sin(index / 5)),
  y: Math.round(4 * Math.cos(index / 4)),
});

/** Frame `index` of the still `picture`, raw RGB. */
export const filmFrame = async (picture: Uint8Array, index: number): Promise<Buffer> => {
  const { width, height } = FILM;
  const { turn, x, y } = filmPose(index);
  const side = 400;
  const turned = await sharp(picture)
    .resize(side, side, { fit: 'cover', position: 'top' })
    .flatten({ background: '#445' })
    .rotate(turn, { background: '#445' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(turned.data, { raw: turned.info })
    .extract({
      left: Math.round((turned.info.width - width) / 2) - x,
      top: Math.round((turned.info.height - height) / 2) - y - 20,
      width,
      height,
    })
    .raw()
    .toBuffer();
};

/** Writes `count` frames as JPEG files into `dir`. */
export const writeFilm = async (picture: Uint8Array, count: number, dir: string): Promise<void> => {
  await mkdir(dir, { recursive: true });
  for (let i = 0; i < count; i++) {
    const raw = await filmFrame(picture, i);
    const name = `frame_${String(i).padStart(5, '0')}.jpg`;
    const jpeg = await sharp(raw, { raw: { ...FILM, channels: 3 } })
      .jpeg({ quality: 92 })
      .toBuffer();
    await writeFile(path.join(dir, name), jpeg);
  }
};
