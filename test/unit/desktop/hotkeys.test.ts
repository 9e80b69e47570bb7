/** Global keys: taken, told why not, let go. */
import { describe, expect, test } from 'vitest';
import { Hotkeys, isAccelerator } from '../../../src/main/desktop/hotkeys.ts';

const open = (takenElsewhere: readonly string[] = []) => {
  const held = new Map<string, () => void>();
  const pressed: string[] = [];
  const hotkeys = new Hotkeys({
    registry: {
      register: (keys, run) => {
        if (keys === 'Ctrl+Num9') throw new TypeError('conversion failure');
        if (takenElsewhere.includes(keys)) return false;
        held.set(keys, run);
        return true;
      },
      unregister: keys => void held.delete(keys),
    },
    pressed: command => pressed.push(command),
  });
  return { hotkeys, held, pressed };
};

describe('keys', () => {
  test.each([
    'CommandOrControl+Shift+F9',
    'F9',
    'Alt+1',
    'Ctrl+Alt+M',
    'MediaPlayPause',
    'Super+Space',
    // As the page spells them (test/unit/renderer/features/desktop).
    'Control+num5',
    'MediaNextTrack',
    'Super+M',
    'Ctrl+[',
  ])('%s can be global', keys => expect(isAccelerator(keys)).toBe(true));
  test.each([
    '',
    'A',
    'Shift+A',
    'Ctrl',
    'Ctrl+',
    'Ctrl+Ctrl+A',
    'Ctrl+AA',
    'Enter',
    'Hyper+A',
    'F25',
    'Ctrl+A+B',
    'Tab',
  ])('"%s" cannot', keys => expect(isAccelerator(keys)).toBe(false));
});

describe('global keys', () => {
  test('run the page’s commands, and say which could not be taken', () => {
    const { hotkeys, held, pressed } = open(['Ctrl+Alt+M']);
    hotkeys.use({
      stop: 'F9',
      microphone: 'Ctrl+Alt+M',
      again: 'A',
      smile: 'f9',
      frown: 'Ctrl+Num9',
    });
    expect(hotkeys.states.map(({ command, state }) => [command, state])).toEqual([
      ['stop', 'active'],
      ['microphone', 'taken'],
      ['again', 'invalid'],
      ['smile', 'twice'],
      ['frown', 'invalid'],
    ]);
    held.get('F9')?.();
    expect(pressed).toEqual(['stop']);
  });

  test('are let go when others are chosen and at the end', () => {
    const { hotkeys, held } = open();
    expect(hotkeys.use({ stop: 'F9' })).toBe(true);
    expect(hotkeys.use({ stop: 'F9' })).toBe(false);
    hotkeys.use({ stop: 'F10' });
    expect([...held.keys()]).toEqual(['F10']);
    hotkeys.close();
    expect(held.size).toBe(0);
    expect(hotkeys.states).toEqual([]);
    expect(hotkeys.use({ stop: 'F10' })).toBe(true);
  });

  test('are the same in any spelling', () => {
    const { hotkeys } = open();
    hotkeys.use({ a: 'Control+Alt+Enter', b: 'Alt+Ctrl+Return' });
    expect(hotkeys.states.map(({ state }) => state)).toEqual(['active', 'twice']);
  });
});
