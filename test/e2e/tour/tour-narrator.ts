/** The narrator in the corner: the app makes Mira speak the narration, as pictures with alpha. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { openPartFile } from '../../../src/main/pipeline/encoding/part-file.ts';
import { WaveWriter } from '../../../src/main/pipeline/encoding/wave-writer.ts';
import { LEAD_IN_MICROS } from '../../../src/main/pipeline/export/export-video.ts';
import { BUILT_COMMAND_LINE } from '../../support/built.ts';
import { TOUR_RATE } from './tour-voice.ts';

/** Edge of her picture, px. */
export const NARRATOR_SIZE = 128;
const FPS = 25;

/** Her picture, RGBA, for the film's frame `index`. */
export type Narrator = (index: number) => Promise<Uint8Array>;

/** Makes the whole film of her; `folder` takes the parts. */
export const makeNarrator = async (track: Float32Array, folder: string): Promise<Narrator> => {
  const sound = join(folder, 'narration.wav');
  const file = await openPartFile(sound);
  const writer = new WaveWriter(file, { sampleRate: TOUR_RATE, channels: 1 });
  await writer.add([track]);
  await writer.end();
  await file.finish();
  const out = join(folder, 'narrator.zip');
  const size = `${NARRATOR_SIZE}x${NARRATOR_SIZE}`;
  const told = ['--size', size, '--fps', String(FPS), '--background', 'transparent', '--out', out];
  await promisify(execFile)(
    process.execPath,
    [
      BUILT_COMMAND_LINE,
      'say',
      '--avatar',
      'mira',
      '--audio',
      sound,
      '--data',
      join(folder, 'data'),
      ...told,
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const parts = unzipSync(readFileSync(out));
  const frames = Object.keys(parts)
    .filter(name => name.endsWith('.png'))
    .sort();
  const lead = Math.round((LEAD_IN_MICROS * FPS) / 1e6);
  return async index => {
    const name = frames[Math.min(frames.length - 1, index + lead)]!;
    return new Uint8Array(await sharp(parts[name]!).ensureAlpha().raw().toBuffer());
  };
};
