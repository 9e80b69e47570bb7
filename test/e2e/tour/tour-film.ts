/** Puts the film together: page, strip, narrator and pointer, 25 frames a second, into an MP4 by the app's own encoder. */
import sharp from 'sharp';
import { createVideoFile } from '../../../src/main/pipeline/encoding/video-file.ts';
import { createFrameBuffer, type FrameBuffer } from '../../../src/main/pipeline/frame-buffer.ts';
import type { TourClock } from './tour-clock.ts';
import type { Cue } from './tour-guide.ts';
import { NARRATOR_SIZE, type Narrator } from './tour-narrator.ts';
import type { PointerSpot, Shot } from './tour-recorder.ts';
import { STRIP } from './tour-strip.ts';
import { TOUR_RATE } from './tour-voice.ts';

/** Of the film, px. The page has what the strip leaves. */
export const FILM = { width: 1280, height: 800, fps: 25 };
/** The page's own size. */
export const PAGE = { width: FILM.width, height: FILM.height - STRIP.height };

const FRAME_MS = 1000 / FILM.fps;
const NARRATOR_PLACE = { x: 22, y: FILM.height - NARRATOR_SIZE };
const POINTER = { width: 40, height: 40, tip: { x: 12, y: 8 } };

const pointerSvg = (isDown: boolean): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${POINTER.width}" height="${POINTER.height}">
  ${isDown ? '<circle cx="12" cy="8" r="8" fill="#ff8160" fill-opacity=".55"/>' : ''}
  <path d="M12 8 L12 29 L17.2 24.4 L20.4 31.6 L23.8 30.1 L20.7 23 L27.6 22.6 Z" fill="#fff" stroke="#111" stroke-width="1.6" stroke-linejoin="round"/></svg>`;

const pixelsOf = async (svg: string): Promise<Uint8Array> =>
  new Uint8Array(await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer());

/** Lays an RGBA picture over an RGB frame. */
const lay = (
  frame: FrameBuffer,
  picture: Uint8Array,
  size: { width: number; height: number },
  place: { x: number; y: number },
): void => {
  for (let y = 0; y < size.height; y++) {
    const row = place.y + y;
    if (row < 0 || row >= frame.height) continue;
    for (let x = 0; x < size.width; x++) {
      const column = place.x + x;
      if (column < 0 || column >= frame.width) continue;
      const from = (y * size.width + x) * 4;
      const to = (row * frame.width + column) * 3;
      const alpha = picture[from + 3]! / 255;
      for (let c = 0; c < 3; c++)
        frame.data[to + c] = Math.round(picture[from + c]! * alpha + frame.data[to + c]! * (1 - alpha));
    }
  }
};

/** Between two spots in time. */
const spotAt = (pointer: readonly PointerSpot[], wallMs: number): PointerSpot | null => {
  const next = pointer.findIndex(({ atMs }) => atMs > wallMs);
  const before = pointer[next === -1 ? pointer.length - 1 : next - 1];
  const after = pointer[next];
  if (before === undefined) return null;
  if (after === undefined || after.atMs - before.atMs > 200) return before;
  const share = (wallMs - before.atMs) / (after.atMs - before.atMs);
  return {
    ...before,
    x: before.x + (after.x - before.x) * share,
    y: before.y + (after.y - before.y) * share,
  };
};

const scaled = async (frame: FrameBuffer, size: { width: number; height: number }): Promise<FrameBuffer> => {
  const { width, height, channels, data } = frame;
  if (width === size.width) return frame;
  const smaller = sharp(data, { raw: { width, height, channels } }).resize(size.width, size.height);
  return { ...size, channels, data: new Uint8Array(await smaller.raw().toBuffer()) };
};

/** What the film is made of. `strips` are the cues' pictures. */
export type TourMaterial = {
  clock: TourClock;
  shots: readonly Shot[];
  pointer: readonly PointerSpot[];
  cues: readonly Cue[];
  strips: readonly Uint8Array[];
  narrator: Narrator;
  sound: Float32Array;
  lengthMs: number;
};

/** Writes it `width` px wide, and gives its size in bytes. */
export const writeTour = async (path: string, material: TourMaterial, width: number): Promise<number> => {
  const { clock, shots, pointer, cues, strips, narrator, sound, lengthMs } = material;
  const size = { width, height: Math.round((FILM.height * width) / FILM.width) };
  const soundAs = { sampleRate: TOUR_RATE, channels: 1 } as const;
  const config = { path, container: 'mp4', ...size, fps: FILM.fps, sound: soundAs } as const;
  const file = await createVideoFile(config);
  const page = createFrameBuffer(FILM.width, FILM.height, 3);
  const frame = createFrameBuffer(FILM.width, FILM.height, 3);
  const pointers = { up: await pixelsOf(pointerSvg(false)), down: await pixelsOf(pointerSvg(true)) };
  let shown = -1;
  let cue = -1;
  for (let index = 0; index < Math.floor(lengthMs / FRAME_MS); index++) {
    const filmMs = index * FRAME_MS;
    const wallMs = clock.wallTime(filmMs);
    let shot = Math.max(0, shown);
    while (shot + 1 < shots.length && shots[shot + 1]!.atMs <= wallMs) shot += 1;
    if (shot !== shown) {
      const picture = await sharp(shots[shot]!.file)
        .resize(PAGE.width, PAGE.height, { fit: 'cover', position: 'left top' })
        .removeAlpha()
        .raw()
        .toBuffer();
      page.data.set(picture);
      shown = shot;
    }
    const due = Math.max(
      0,
      cues.findLastIndex(({ fromMs }) => fromMs <= filmMs),
    );
    if (due !== cue) {
      page.data.set(strips[due]!, PAGE.width * PAGE.height * 3);
      cue = due;
    }
    frame.data.set(page.data);
    lay(frame, await narrator(index), { width: NARRATOR_SIZE, height: NARRATOR_SIZE }, NARRATOR_PLACE);
    const spot = spotAt(pointer, wallMs);
    if (spot !== null) {
      const place = { x: Math.round(spot.x) - POINTER.tip.x, y: Math.round(spot.y) - POINTER.tip.y };
      lay(frame, spot.isDown ? pointers.down : pointers.up, POINTER, place);
    }
    const from = Math.round((filmMs * TOUR_RATE) / 1000);
    await file.addSound([sound.subarray(from, from + TOUR_RATE / FILM.fps)]);
    await file.addFrame(await scaled(frame, size), Math.round(filmMs * 1000));
  }
  return file.finish();
};
