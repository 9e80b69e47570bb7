/** AUDI and VIDX as literal bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeVideo,
  errorMessage,
  readAudio,
  readSamples,
  readText,
} from '../../../../src/main/protocols/omnirt/wire.ts';
import { decodeVideo } from '../../../support/omnirt-wire.ts';

const jpegs = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 6 });

describe('VIDX', () => {
  test('literal bytes', () => {
    const bytes = encodeVideo([new Uint8Array([0xff, 0xd8]), new Uint8Array([7])]);
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '56494458' + '02000000' + '02000000' + 'ffd8' + '01000000' + '07',
    );
    expect(Buffer.from(encodeVideo([])).toString('hex')).toBe('5649445800000000');
  });

  test('comes back as it was', () => {
    fc.assert(
      fc.property(jpegs, list => {
        const decoded = decodeVideo(encodeVideo(list));
        expect('jpegs' in decoded && decoded.jpegs.map(jpeg => [...jpeg])).toEqual(
          list.map(jpeg => [...jpeg]),
        );
      }),
    );
  });
});

test('AUDI: magic, size, odd offsets', () => {
  const message = Buffer.from([...Buffer.from('AUDI'), 0x01, 0x80, 0xff, 0x7f]);
  const read = readAudio(message, 4);
  expect('pcm' in read && [...readSamples(read.pcm)]).toEqual([-32767, 32767]);
  const shifted = Buffer.concat([Buffer.from([9]), message]).subarray(1);
  const odd = readAudio(shifted, null);
  expect('pcm' in odd && [...readSamples(odd.pcm)]).toEqual([-32767, 32767]);
  expect(readAudio(message, 6)).toEqual({
    code: 'bad_audio_chunk',
    message: 'Expected 6 bytes of pcm_s16le audio, got 4.',
  });
  expect(readAudio(Buffer.from('AUD'), 4)).toMatchObject({ code: 'bad_audio_magic' });
  expect(readAudio(Buffer.from('AUDIx'), null)).toMatchObject({ code: 'bad_audio_chunk' });
});

test('text: objects only', () => {
  expect(readText('{"type":"ping","x":1}')).toEqual({
    at: 'message',
    type: 'ping',
    fields: { type: 'ping', x: 1 },
  });
  for (const text of ['', '[]', '1', 'null', '"ping"', '{'])
    expect(readText(text)).toEqual({ at: 'invalid-json' });
  const nested = (depth: number): string =>
    `${'{"a":['.repeat(depth / 2)}"]}\\"[[{"${']}'.repeat(depth / 2)}`;
  expect(readText(nested(64))).toMatchObject({ at: 'message' });
  expect(readText(nested(66))).toEqual({ at: 'invalid-json' });
  expect(readText('['.repeat(16_000_000))).toEqual({ at: 'invalid-json' });
  expect(readText('{"type":5}')).toMatchObject({ type: '5' });
  expect(errorMessage({ code: 'a', message: 'b' })).toBe('{"type":"error","code":"a","message":"b"}');
});
