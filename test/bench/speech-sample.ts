/** The same speech for every bench: the committed recording, looped, 16 kHz mono. */
import { fileURLToPath } from 'node:url';
import { decodeAudio } from '../../src/main/pipeline/speech/decode-audio.ts';
import { joinPcm } from '../../src/main/pipeline/speech/join-pcm.ts';

const file = fileURLToPath(new URL('../fixtures/audio/speech.wav', import.meta.url));

/** `seconds` of speech. */
export const speechSample = async (seconds: number): Promise<Int16Array> => {
  const once = await joinPcm(decodeAudio({ path: file }, { maxDurationS: 60 }));
  const samples = new Int16Array(seconds * 16_000);
  for (let at = 0; at < samples.length; at += once.length) {
    samples.set(once.subarray(0, Math.min(once.length, samples.length - at)), at);
  }
  return samples;
};
