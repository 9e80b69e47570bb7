/** Whisper's log-mel against numpy computed from its definition, and against itself in pieces. */
import { expect, test } from 'vitest';
import {
  WHISPER_BANDS,
  WHISPER_SILENCE,
  WhisperMelStream,
} from '../../../../src/main/pipeline/features/whisper-mel.ts';
import { readNpy } from '../../../support/read-npy.ts';
import { sentence } from '../articulation/sentence.ts';

// See test/fixtures/musetalk/README.md: the first 20,123 samples of the sentence, silence behind them.
const golden = readNpy(new URL('../../../fixtures/musetalk/sentence.whisper-mel.npy', import.meta.url));
const SAMPLES = 20_123;

const measure = (stream: WhisperMelStream, parts: readonly Int16Array[]): Float32Array[] => {
  const frames: Float32Array[] = [];
  const append = (): Float32Array => {
    const frame = new Float32Array(WHISPER_BANDS);
    frames.push(frame);
    return frame;
  };
  for (const part of parts) stream.push(part, append);
  stream.tail(append);
  return frames;
};

const inPieces = (pcm: Int16Array, sizes: readonly number[]): Int16Array[] => {
  const parts: Int16Array[] = [];
  for (let at = 0, i = 0; at < pcm.length; i++) {
    const size = sizes[i % sizes.length]!;
    parts.push(pcm.subarray(at, at + size));
    at += size;
  }
  return parts;
};

test('frames are those of the definition, the mirrored beginning and the open end included', () => {
  const frames = measure(new WhisperMelStream(), [sentence.pcm.subarray(0, SAMPLES)]);
  expect(frames).toHaveLength(golden.shape[0]!);
  for (const [i, frame] of frames.entries())
    for (let band = 0; band < WHISPER_BANDS; band++)
      expect(Math.abs(frame[band]! - golden.data[i * WHISPER_BANDS + band]!)).toBeLessThan(2e-5);
  // The last frame holds three samples at the edge of its window: as good as none.
  expect(golden.data.subarray(-WHISPER_BANDS).every(value => value === WHISPER_SILENCE)).toBe(true);
});

test.each([[[1]], [[160]], [[199, 1, 1, 3, 640]], [[7, 4000]]])('pieces of %j change nothing', sizes => {
  const pcm = sentence.pcm.subarray(0, 6000);
  expect(measure(new WhisperMelStream(), inPieces(pcm, sizes))).toEqual(
    measure(new WhisperMelStream(), [pcm]),
  );
});

test('a tail leaves the stream as it is, and a reset makes it new', () => {
  const stream = new WhisperMelStream();
  const pcm = sentence.pcm.subarray(0, 5000);
  const once = measure(stream, [pcm]);
  const before = once.length - 2;
  const more = measure(stream, [sentence.pcm.subarray(5000, 6000)]);
  const whole = measure(new WhisperMelStream(), [sentence.pcm.subarray(0, 6000)]);
  expect(more).toEqual(whole.slice(whole.length - more.length));
  expect(whole.slice(0, before)).toEqual(once.slice(0, before));
  stream.reset();
  expect(measure(stream, [pcm])).toEqual(once);
  stream.reset();
  expect(measure(stream, [])).toEqual([]);
  // Shorter than what is mirrored.
  expect(measure(stream, [pcm.subarray(0, 90)])).toHaveLength(2);
});
