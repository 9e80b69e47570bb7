/** Wav2Lip's mel against numpy's (test/fixtures/golden/mel, computed from the definition), whole, in pieces and for long. */
import { describe, expect, test } from 'vitest';
import {
  MEL_BANDS,
  MEL_SILENCE,
  Wav2LipMelStream,
} from '../../../../src/main/pipeline/features/wav2lip-mel.ts';
import { readNpy } from '../../../support/read-npy.ts';
import { readPcm } from '../../../support/read-pcm.ts';

const pcm = readPcm(new URL('../../../fixtures/audio/speech.wav', import.meta.url));
const golden = readNpy(new URL('../../../fixtures/golden/mel/speech.mel.npy', import.meta.url));
const goldenColumn = (column: number): Float32Array =>
  Float32Array.from({ length: MEL_BANDS }, (_, band) => golden.data[band * golden.shape[1]! + column]!);

const worst = (a: Float32Array, b: Float32Array): number =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);

/** Every column of a stream that hears `parts` and then nothing more. */
const columnsOf = (parts: readonly Int16Array[], stream = new Wav2LipMelStream()): Float32Array[] => {
  const columns: Float32Array[] = [];
  const next = (): Float32Array => {
    columns.push(new Float32Array(MEL_BANDS));
    return columns.at(-1)!;
  };
  for (const part of parts) stream.push(part, next);
  const edge = [new Float32Array(MEL_BANDS), new Float32Array(MEL_BANDS)];
  columns.push(...edge.slice(0, stream.edge(edge)));
  return columns;
};

describe('Wav2LipMelStream', () => {
  test('is the golden file everywhere', () => {
    const columns = columnsOf([pcm]);
    expect(columns).toHaveLength(golden.shape[1]!);
    expect(Math.max(...columns.map((column, c) => worst(column, goldenColumn(c))))).toBeLessThan(1e-4);
  });

  test.each([1, 7, 160, 799, 17_920])('gives the same columns to the bit in pieces of %i', size => {
    const parts = Array.from({ length: Math.ceil(pcm.length / size) }, (_, i) =>
      pcm.subarray(i * size, (i + 1) * size),
    );
    expect(columnsOf(parts)).toEqual(columnsOf([pcm]));
  });

  test('knows which columns can still change', () => {
    const stream = new Wav2LipMelStream();
    const column = new Float32Array(MEL_BANDS);
    expect(stream.begun).toBe(0);
    stream.push(pcm.subarray(0, 17_920), () => column);
    expect([stream.complete, stream.begun]).toEqual([88, 90]);
    stream.push(pcm.subarray(17_920, 17_999), () => column);
    expect(stream.complete).toBe(88);
    stream.push(pcm.subarray(17_999, 18_000), () => column);
    expect(stream.complete).toBe(89);
  });

  test('later in a stream the columns are those of its beginning', () => {
    const stream = new Wav2LipMelStream();
    const column = new Float32Array(MEL_BANDS);
    const silence = new Int16Array(160_000);
    for (let i = 0; i < 3; i++) stream.push(silence, () => column);
    const later: Float32Array[] = [];
    stream.push(pcm, () => {
      later.push(new Float32Array(MEL_BANDS));
      return later.at(-1)!;
    });
    // The silence before is the zeros before a stream; it still owed the column before the speech's first.
    expect(later.slice(1, 200)).toEqual(columnsOf([pcm]).slice(0, 199));
  });

  test('silence is the floor, loud noise stays within its bounds', () => {
    expect(columnsOf([new Int16Array(4000)]).every(column => column.every(v => v === MEL_SILENCE))).toBe(
      true,
    );
    const noise = Int16Array.from({ length: 8000 }, (_, i) => (((i * 48_271) % 65_536) - 32_768) | 0);
    expect(Math.max(...columnsOf([noise]).map(column => Math.max(...column)))).toBeLessThanOrEqual(4);
  });

  test('begins anew after a reset', () => {
    const stream = new Wav2LipMelStream();
    columnsOf([pcm.subarray(0, 5000)], stream);
    stream.reset();
    expect(columnsOf([pcm], stream)).toEqual(columnsOf([pcm]));
  });
});
