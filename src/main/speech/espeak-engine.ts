/** Drives the espeak-ng WebAssembly module: one call, one piece of speech with its raw events. Knows no phones' meaning. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StudioError } from '../../shared/errors.ts';

/** An event of the synthesiser. `position`: 1-based, in code points of the text. Times in ms from the start of the piece. */
export type EspeakEvent =
  | { kind: 'phone'; symbol: string; atMs: number }
  | { kind: 'word'; position: number; atMs: number };

/** Speech of one piece, mono at `sampleRate`, espeak-ng's own level. */
export type EspeakSpeech = { sampleRate: number; samples: Int16Array; events: readonly EspeakEvent[] };

/** `voice` is espeak-ng's name with variant (`en-us+m3`), `wordsPerMinute` 80..450, `pitch` 0..99 with 50 natural. */
export type EspeakRequest = { voice: string; text: string; wordsPerMinute: number; pitch: number };

/** The part of the module's interface that is used here. */
type EspeakWorker = {
  readonly samplerate: number;
  set_voice(name: string): number;
  set_rate(wordsPerMinute: number): void;
  set_pitch(pitch: number): void;
  synthesize(
    text: string,
    onPiece: (samples: Int16Array | null, events: readonly RawEvent[] | null) => unknown,
  ): void;
};
type RawEvent = { type: string; text_position: number; audio_position: number; id?: string | number };
type EspeakModule = { eSpeakNGWorker: new () => EspeakWorker };
type EspeakFactory = (options: { locateFile(file: string): string }) => Promise<EspeakModule>;

/** The engine; one per thread, calls one after the other. */
export type EspeakEngine = {
  /** `isCancelled` is asked every 100 ms of speech made. Throws request/cancelled and speech/failed. */
  speak(request: EspeakRequest, isCancelled: () => boolean): EspeakSpeech;
};

const readEvent = (raw: RawEvent): EspeakEvent | null => {
  if (raw.type === 'phoneme')
    return { kind: 'phone', symbol: String(raw.id ?? ''), atMs: raw.audio_position };
  return raw.type === 'word' ? { kind: 'word', position: raw.text_position, atMs: raw.audio_position } : null;
};

/** Loads the module (some 250 ms, 60 MB). */
export const loadEspeak = async (): Promise<EspeakEngine> => {
  const entry = createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten');
  const folder = dirname(entry);
  // The package has no types; its shape is written down above and exercised by the tests.
  const module: { default: EspeakFactory } = await import(pathToFileURL(entry).href);
  const { eSpeakNGWorker: Worker } = await module.default({ locateFile: file => join(folder, file) });
  const worker = new Worker();
  return {
    speak(request, isCancelled) {
      worker.set_voice(request.voice);
      worker.set_rate(request.wordsPerMinute);
      worker.set_pitch(request.pitch);
      const pieces: Int16Array[] = [];
      const events: EspeakEvent[] = [];
      let cancelled = false;
      worker.synthesize(request.text, (samples, raw) => {
        if (samples && samples.length > 0) pieces.push(samples);
        for (const one of raw ?? []) {
          const event = readEvent(one);
          if (event) events.push(event);
        }
        cancelled = isCancelled();
        return cancelled;
      });
      if (cancelled) throw new StudioError('request/cancelled', 'Speaking was cancelled.');
      const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
      let at = 0;
      for (const piece of pieces) {
        samples.set(piece, at);
        at += piece.length;
      }
      return { sampleRate: worker.samplerate, samples, events };
    },
  };
};
