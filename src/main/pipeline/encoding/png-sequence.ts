/** Writes frames and sound as one zip: a PNG for each frame, a WAV, and a manifest that says how they go together. Knows no renderer and no speech. */
import { createReadStream } from 'node:fs';
import sharp from 'sharp';
import type { FrameBuffer } from '../frame-buffer.ts';
import { openPartFile, type PartFile, writeFailure } from './part-file.ts';
import { StoredZip } from './stored-zip.ts';
import type { VideoFile, VideoFileConfig } from './video-file.ts';
import { WaveWriter } from './wave-writer.ts';

/** Frames being compressed at once; memory is bounded by them. */
const AT_ONCE = 4;
/** 2 of 9: the pictures change little in size above it, and the time doubles. */
const COMPRESSION = 2;

const frameName = (index: number): string => `frames/frame-${String(index + 1).padStart(6, '0')}.png`;

const toPng = ({ data, width, height, channels }: FrameBuffer): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels } })
    .png({ compressionLevel: COMPRESSION, adaptiveFiltering: false })
    .toBuffer();

/** The sound's own file while the pictures are written; it goes into the zip at the end. */
const openSound = async (config: VideoFileConfig): Promise<{ file: PartFile; wave: WaveWriter } | null> => {
  if (config.sound === null) return null;
  const file = await openPartFile(`${config.path}.sound`, config.openFile);
  return { file, wave: new WaveWriter(file, config.sound) };
};

/** Starts the file. Throws export/failed and export/no-space when it can't be created. */
export const createPngSequence = async (config: VideoFileConfig): Promise<VideoFile> => {
  const { width, height, fps } = config;
  const file = await openPartFile(config.path, config.openFile);
  const sound = await openSound(config).catch(async error => {
    await file.discard();
    throw error;
  });
  const zip = new StoredZip(file);
  let frames = 0;
  let hasAlpha = false;
  let isFinished = false;
  const coming: Promise<Buffer>[] = [];
  const writeNext = async (): Promise<void> => {
    const png = await coming.shift()!;
    await zip.add(frameName(frames), png);
    frames += 1;
  };
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw writeFailure(error, config.path);
    }
  };
  const addSoundFile = async (): Promise<void> => {
    if (sound === null) return;
    await sound.wave.end();
    await zip.addPieces('sound.wav', createReadStream(sound.file.path));
  };
  const manifest = () => ({
    fps,
    frames,
    width,
    height,
    alpha: hasAlpha ? 'straight' : 'none',
    pattern: 'frames/frame-%06d.png',
    firstFrame: 1,
    sound: sound === null ? null : { file: 'sound.wav', ...config.sound, samples: sound.wave.samples },
  });
  return {
    width,
    height,
    addFrame: frame =>
      attempt(async () => {
        hasAlpha ||= frame.channels === 4;
        // Its buffer is used again by the caller.
        const next = toPng({ ...frame, data: frame.data.slice() });
        // Whoever waits for it hears of a failure; until then it must not end the process.
        next.catch(() => {});
        coming.push(next);
        if (coming.length >= AT_ONCE) await writeNext();
      }),
    addSound: channels => attempt(async () => sound?.wave.add(channels)),
    finish: () =>
      attempt(async () => {
        while (coming.length > 0) await writeNext();
        await addSoundFile();
        await zip.add('manifest.json', Buffer.from(`${JSON.stringify(manifest(), null, 2)}\n`));
        await zip.end();
        const bytes = await file.finish();
        isFinished = true;
        await sound?.file.discard();
        return bytes;
      }),
    cancel: async () => {
      if (isFinished) return;
      await Promise.allSettled(coming);
      await file.discard();
      await sound?.file.discard();
    },
  };
};
