/** Keys of commands: what the user chose, what a press means, who else has it. */
import { expect, test } from 'vitest';
import { conflictsOf, keysOf, readableKeys, withChosenKeys } from '../../../../src/renderer/app/hotkeys.ts';

const COMMANDS = [
  { id: 'take', keys: 'R' },
  { id: 'stop', keys: 'Escape' },
  { id: 'smile', keys: '2' },
  { id: 'none' },
];

test('what the user chose wins, and nothing can be chosen', () => {
  const chosen = withChosenKeys(COMMANDS, { take: 'mod+shift+T', stop: '', none: 'F5' });
  expect(chosen).toEqual([
    { id: 'take', keys: 'mod+shift+T' },
    { id: 'stop' },
    { id: 'smile', keys: '2' },
    { id: 'none', keys: 'F5' },
  ]);
});

test('conflicts are found whatever the order and case', () => {
  const all = [
    { id: 'a', keys: 'mod+shift+K' },
    { id: 'b', keys: 'shift+mod+k' },
    { id: 'c', keys: 'k' },
    { id: 'd' },
  ];
  expect(all.map(command => conflictsOf(command, all))).toEqual([['b'], ['a'], [], []]);
});

test.each([
  [{ key: 'r', code: 'KeyR' }, 'R'],
  [{ key: '!', code: 'Digit1', shiftKey: true }, 'shift+1'],
  [{ key: '¡', code: 'Digit1', altKey: true }, 'alt+1'],
  [{ key: 'F9', code: 'F9' }, 'F9'],
  [{ key: 'k', code: 'KeyK', metaKey: true }, 'mod+K'],
  [{ key: ' ', code: 'Space' }, 'Space'],
  [{ key: 'Shift', code: 'ShiftLeft', shiftKey: true }, null],
])('a press of %o is %s', (pressed, keys) => {
  const event = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...pressed };
  expect(keysOf(event)).toBe(keys);
});

test('keys read as people write them', () => {
  expect(readableKeys('mod+alt+ArrowDown')).toBe('Ctrl Alt ↓');
});
