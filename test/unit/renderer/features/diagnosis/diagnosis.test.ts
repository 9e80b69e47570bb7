/** The settings page's search, and the report without the user's paths. */
import { expect, test } from 'vitest';
import { findKnobs, reportText } from '../../../../../src/renderer/features/diagnosis/diagnosis.ts';

const knob = (name: string, meaning: string) => ({
  group: 'server' as const,
  name,
  flag: name === 'MOUTHPIECE_PORT' ? '--port' : null,
  initial: '0',
  allowed: '',
  meaning,
  set: null,
});

test('knobs are found by every word, in name, flag and meaning', () => {
  const knobs = [
    knob('MOUTHPIECE_PORT', 'Port on 127.0.0.1'),
    knob('OMNIRT_WAV2LIP_PADS', 'Added to a face'),
  ];
  expect(findKnobs(knobs, 'port').map(({ name }) => name)).toEqual(['MOUTHPIECE_PORT']);
  expect(findKnobs(knobs, '--PORT')).toHaveLength(1);
  expect(findKnobs(knobs, 'wav2lip face')).toHaveLength(1);
  expect(findKnobs(knobs, 'port face')).toEqual([]);
  expect(findKnobs(knobs, ' ')).toHaveLength(2);
});

test('a report says what is wrong and not whose computer it is', () => {
  const text = reportText([
    { name: 'settings', state: 'ok', says: 'runtime resident, data in /srv/someone/Mouthpiece', fix: null },
    { name: 'engine', state: 'fail', says: 'C:\\Users\\ann\\x.exe is gone', fix: 'Reinstall the app.' },
  ]);
  expect(text).not.toMatch(/someone|ann/);
  expect(text).toContain('Reinstall the app.');
  expect(text.split('\n')).toHaveLength(2);
});
