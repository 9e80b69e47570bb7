/** The list of knobs: what is set, without what nobody should read. */
import { expect, test } from 'vitest';
import { listKnobs } from '../../../src/main/settings/knob-list.ts';

test('shows where other servers are, without the keys in their URLs', () => {
  const name = 'OMNIRT_AVATAR_MUSETALK_WS_URL';
  const shown = (value: string) =>
    listKnobs({ sources: { [name]: { from: 'environment', value } }, fileThen: {}, fileNow: {} }).find(
      knob => knob.name === name,
    )?.set;
  expect(shown('wss://me:secret@gpu.example:9/v1/x?key=secret')).toBe('wss://gpu.example:9/v1/x?•••');
  expect(shown('ws://127.0.0.1:8766/')).toBe('ws://127.0.0.1:8766/');
  expect(shown('')).toBeNull();
});
