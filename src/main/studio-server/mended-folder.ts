/** Writes what key frames mend into the metadata of a folder of frames, so that other programs see the mended mouths. Decodes nothing. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FrameMouths } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import { mendedMouths } from '../../shared/mouth-key-frames.ts';
import type { MouthKeyFrame } from '../../shared/mouth-metadata.ts';

const File = z.looseObject({ frames: z.record(z.string(), z.looseObject({})) });

/** `dir`: a moving avatar's folder, a copy that may be changed. @throws StudioError `store/failed`. */
export const writeMended = async (
  dir: string,
  { names, mouths }: FrameMouths,
  keys: readonly MouthKeyFrame[],
): Promise<void> => {
  const file = path.join(dir, 'frames', 'mouth_metadata.json');
  try {
    const metadata = File.parse(JSON.parse(await readFile(file, 'utf8')));
    const mouthAt = mendedMouths(mouths, keys);
    for (const [index, name] of names.entries()) {
      const mouth = mouthAt(index);
      if (mouth === null || mouth === mouths[index]) continue;
      metadata.frames[name] = { ...metadata.frames[name], ...mouth, mouth_polygon_source: 'hand' };
    }
    const missing_frames = names.filter(name => metadata.frames[name]?.animation == null);
    await writeFile(file, `${JSON.stringify({ ...metadata, missing_frames }, null, 1)}\n`);
  } catch (cause) {
    throw new StudioError(
      'store/failed',
      'The mended mouths could not be written into the folder. Free some space and export again.',
      {},
      { cause },
    );
  }
};
