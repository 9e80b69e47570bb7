/** The page's side of the desktop app: what it hears, what a press of keys becomes, and that a browser has none of it. */
import { describe, expect, test } from 'vitest';
import { Desktop, desktopBridge } from '../../../../../src/renderer/features/desktop/desktop.ts';
import {
  acceleratorOf,
  GLOBAL_COMMANDS,
  type Press,
  withKeys,
} from '../../../../../src/renderer/features/desktop/global-keys.ts';
import {
  type DesktopBridge,
  DesktopPreferences,
  type DesktopState,
} from '../../../../../src/shared/desktop-facts.ts';

const STATE: DesktopState = { version: '1.0.0', update: { at: 'idle' }, hotkeys: [], recovered: null };

const fakeBridge = (first: DesktopState) => {
  const called: string[] = [];
  const listeners: ((state: DesktopState) => void)[] = [];
  const call = (name: string) => async () => void called.push(name);
  const bridge: DesktopBridge = {
    platform: 'linux',
    state: async () => first,
    checkForUpdates: call('check'),
    downloadUpdate: call('download'),
    installUpdate: call('install'),
    onState: listener => {
      listeners.push(listener);
      return () => {};
    },
    onCommand: () => () => {},
    onRoute: () => () => {},
  };
  const tell = (state: DesktopState): void => {
    for (const listener of listeners) listener(state);
  };
  return { bridge, called, tell };
};

describe('the desktop app', () => {
  test('is asked once and heard from then on', async () => {
    const { bridge, tell } = fakeBridge({ ...STATE, recovered: 'crashed' });
    const desktop = new Desktop(bridge);
    const why: string[] = [];
    desktop.start(fault => why.push(fault));
    desktop.start(fault => why.push(fault));
    await Promise.resolve();
    await Promise.resolve();
    expect([desktop.view.getState().state?.recovered, why]).toEqual(['crashed', ['crashed']]);
    tell({ ...STATE, update: { at: 'checking' } });
    expect(desktop.view.getState().state?.update).toEqual({ at: 'checking' });
  });

  test('does what the buttons say', () => {
    const { bridge, called } = fakeBridge(STATE);
    const desktop = new Desktop(bridge);
    desktop.checkForUpdates();
    desktop.downloadUpdate();
    desktop.installUpdate();
    expect(called).toEqual(['check', 'download', 'install']);
  });

  test('is none in a browser', () => {
    const desktop = new Desktop(desktopBridge({}));
    desktop.start(() => {});
    desktop.checkForUpdates();
    expect(desktop.view.getState().state).toBeNull();
  });
});

describe('a press of keys', () => {
  const press = (part: Partial<Press>): Press => ({
    key: 'm',
    code: 'KeyM',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...part,
  });
  test.each([
    [press({ ctrlKey: true, altKey: true }), 'Control+Alt+M'],
    [press({ key: 'F9', code: 'F9' }), 'F9'],
    [press({ key: '!', code: 'Digit1', ctrlKey: true, shiftKey: true }), 'Control+Shift+1'],
    [press({ key: ' ', code: 'Space', altKey: true }), 'Alt+Space'],
    [press({ key: '5', code: 'Numpad5', ctrlKey: true }), 'Control+num5'],
    [press({ key: 'MediaTrackNext', code: 'MediaTrackNext' }), 'MediaNextTrack'],
    [press({ metaKey: true }), 'Super+M'],
  ])('%j becomes %s', (given, keys) => {
    expect(acceleratorOf(given, 'linux')).toBe(keys);
  });

  test('of a modifier alone, or an unknown key, becomes nothing', () => {
    expect(acceleratorOf(press({ key: 'Control', code: 'ControlLeft', ctrlKey: true }), 'linux')).toBeNull();
    expect(acceleratorOf(press({ key: 'ö', code: 'Semicolon' }), 'linux')).toBeNull();
    expect(acceleratorOf(press({ metaKey: true }), 'darwin')).toBe('Command+M');
  });

  test('changes one command’s keys, in a form the settings keep', () => {
    const hotkeys = withKeys(withKeys({ stop: 'F9' }, 'microphone', 'F10'), 'stop', null);
    expect(hotkeys).toEqual({ microphone: 'F10' });
    const all = Object.fromEntries(GLOBAL_COMMANDS.map(({ command }) => [command, 'F9']));
    expect(DesktopPreferences.parse({ hotkeys: all }).hotkeys).toEqual(all);
  });
});
