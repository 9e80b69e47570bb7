/** Writes what key frames mend into the metadata of a folder of frames, so that other programs see the mended mouths. Decodes nothing. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FrameFolder } from '../../shared/avatar.ts';
import { StudioError } from '../../shared/errors.ts';
import { mendedMouths } from '../../shared/mouth-key-frames.ts';
import type { MouthKeyFrame } from '../../shared/mouth-metadata.ts';
import type { Engine } from '../engine/engine.ts';

const File = z.looseObject({ frames: z.record(z.string(), z.looseObject({})) });

/** `dir`: a copy of the folder of `frames`, which may be changed. Errors: store/failed, and of the engine. */
export const writeMended = async (
  dir: string,
  frames: FrameFolder | undefined,
  keys: readonly MouthKeyFrame[],
  engine: Pick<Engine, 'call'>,
): Promise<void> => {
  if (frames === undefined || keys.length === 0) return;
  const { names, mouths } = await engine.call('frameMouths', { frames });
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
