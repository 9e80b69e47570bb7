/** The narrator's voice: the app's own speech service says each sentence. Knows no page and no picture. */

import { floatsFromPcm, resamplePcm } from '../../../src/main/pipeline/speech/pcm.ts';
import { createSpeechService } from '../../../src/main/speech/speech-service.ts';
import { silentLog } from '../../../src/shared/log.ts';

/** Of the whole tour's sound, Hz. */
export const TOUR_RATE = 48_000;
const VOICE_ID = 'slt';
const WORKER = new URL('../../../src/main/speech/voice-worker.ts', import.meta.url);

const joined = (parts: readonly Float32Array[]): Float32Array => {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Says every text; samples −1..1 at TOUR_RATE. */
export const speakAll = async (texts: readonly string[]): Promise<Map<string, Float32Array>> => {
  const service = createSpeechService({ workerUrl: WORKER, log: silentLog });
  const spoken = new Map<string, Float32Array>();
  for (const text of texts) {
    const parts: Float32Array[] = [];
    const request = { text, language: 'en', voiceId: VOICE_ID, rate: 1.06 } as const;
    for await (const { samples, sampleRate } of service.speak(request, new AbortController().signal))
      parts.push(floatsFromPcm(resamplePcm(samples, sampleRate, TOUR_RATE)));
    spoken.set(text, joined(parts));
  }
  await service.close();
  return spoken;
};
