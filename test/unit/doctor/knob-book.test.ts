/** The settings file as the studio changes it: what runs, who said so, what waits for the next start. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/main/config.ts';
import { KnobBook } from '../../../src/main/doctor/knob-book.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'knobs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const QUALITY = 'OMNIRT_WAV2LIP_JPEG_QUALITY';
const open = (file: string | null, env: Record<string, string> = {}, flags = {}) => {
  const data = mkdtempSync(path.join(folder, 'data-'));
  if (file !== null) writeFileSync(path.join(data, 'config.json'), file);
  const book = new KnobBook(readConfig({ data, ...flags }, env));
  const knob = (name: string) => book.list().find(one => one.name === name)!;
  return { data, book, knob, file: () => JSON.parse(readFileSync(path.join(data, 'config.json'), 'utf8')) };
};

describe('KnobBook', () => {
  test('tells who said what: a flag wins over the environment, that over the file', () => {
    const { knob } = open(
      `{"${QUALITY}": 70, "MOUTHPIECE_PORT": 9100}`,
      { MOUTHPIECE_PORT: '9200' },
      { requireToken: true },
    );
    expect(knob(QUALITY)).toMatchObject({ set: '70', source: 'file', inFile: '70', waits: false });
    expect(knob('MOUTHPIECE_PORT')).toMatchObject({ set: '9200', source: 'environment', inFile: '9100' });
    expect(knob('MOUTHPIECE_REQUIRE_TOKEN')).toMatchObject({ set: 'true', source: 'flag', inFile: null });
    expect(knob('MOUTHPIECE_LOG')).toMatchObject({ set: null, source: null, initial: 'warn' });
    expect(knob('MOUTHPIECE_DATA')).toMatchObject({ source: 'flag', editable: false });
  });

  test('writes a value that holds from the next start on, and takes it out again', () => {
    const { data, book, knob, file } = open(null);
    book.set(QUALITY, ' 60 ');
    expect(knob(QUALITY)).toMatchObject({ set: null, inFile: '60', waits: true });
    expect(file()).toEqual({ [QUALITY]: '60' });
    expect(readConfig({ data }, {}).omnirt.jpegQuality).toBe(60);
    book.set(QUALITY, null);
    expect(knob(QUALITY)).toMatchObject({ inFile: null, waits: false });
    expect(file()).toEqual({});
  });

  test.each([
    ['OMNIRT_WAV2LIP_POSTPROCESS_MODE', 'pretty', /OMNIRT_WAV2LIP_POSTPROCESS_MODE is "pretty"/],
    ['OMNIRT_REALTIME_AVATAR_RUNTIME', 'proxy', /no server is named/],
    ['MOUTHPIECE_DATA', '/elsewhere', /is no setting of the file/],
    ['PATH', '/', /is no setting of the file/],
  ])('refuses %s = %s, and the file stays what it was', (name, value, why) => {
    const { book, file } = open(`{"${QUALITY}": 70}`);
    expect(() => book.set(name, value)).toThrow(why);
    expect(file()).toEqual({ [QUALITY]: 70 });
  });
});
