/** Speech to a list of ARKit weights for the look scripts: a 16 kHz mono WAV heard by the embedded network. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createArticulationTrack } from '../../src/main/pipeline/articulation/articulation-track.ts';
import { loadArticulation } from '../../src/main/pipeline/service/load-articulation.ts';
import { BLENDSHAPE_COUNT } from '../../src/shared/blendshapes.ts';

const HEADER_BYTES = 44;

/** Weights of every frame at `fps` of a plain WAV (PCM s16, mono, 16 kHz, 44-byte header). */
export const weightsOfSpeech = async (file: string, fps: number): Promise<Float32Array[]> => {
  const bytes = readFileSync(file);
  if (bytes.readUInt32LE(24) !== 16_000 || bytes.readUInt16LE(22) !== 1)
    throw new Error(`${file}: a mono WAV at 16 kHz is wanted.`);
  const pcm = new Int16Array((bytes.length - HEADER_BYTES) >> 1);
  for (let i = 0; i < pcm.length; i++) pcm[i] = bytes.readInt16LE(HEADER_BYTES + 2 * i);
  const model = await loadArticulation(fileURLToPath(new URL('../../resources/models', import.meta.url)));
  const track = createArticulationTrack(model, { guess: false });
  await track.pushPcm(pcm);
  await track.endTurn();
  const frames: Float32Array[] = [];
  for (let i = 0; i < (pcm.length / 16_000) * fps; i++) {
    const frame = new Float32Array(BLENDSHAPE_COUNT);
    track.sampleAt(Math.round((i * 1e6) / fps), frame);
    frames.push(frame);
  }
  return frames;
};
