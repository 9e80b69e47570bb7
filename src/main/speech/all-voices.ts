/** The list of embedded voices. Adding one is a line here; nothing is loaded until a voice speaks. */

import { loadEspeak } from './espeak-engine.ts';
import { createEspeakVoice } from './espeak-voice.ts';
import { loadFlite } from './flite-engine.ts';
import { createFliteVoice } from './flite-voice.ts';
import type { Voice } from './voice.ts';

/** Makes a function that runs `load` once, and again only after a failure. */
const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load().catch(error => {
      loading = null;
      throw error;
    });
    return loading;
  };
};

const espeak = once(loadEspeak);
const flite = once(loadFlite);

/** Every embedded voice, the default first. Voices of one engine share it, so they speak one sentence at a time. */
export const ALL_VOICES: readonly Voice[] = [
  createEspeakVoice('espeak', 'Espeak (man, English and Chinese)', '', espeak),
  createEspeakVoice('espeak-woman', 'Espeak (woman, English and Chinese)', '+f2', espeak),
  createFliteVoice('slt', 'SLT (woman, American English)', 'slt', flite),
  createFliteVoice('awb', 'AWB (man, Scottish English)', 'awb', flite),
];

/** The voice that speaks when none is asked for: it knows both languages. */
export const DEFAULT_VOICE_ID = 'espeak';
