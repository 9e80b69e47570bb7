/** Keys that work while another program has the focus: for which commands, and how a press becomes Electron's spelling. Pure. */
import { EXPRESSIONS } from '../../../shared/renderer-options/portrait.ts';

/** Commands that make sense from afar; `title` is an i18n key. */
export const GLOBAL_COMMANDS: readonly { command: string; title: string }[] = [
  { command: 'microphone', title: 'talk.microphoneStart' },
  { command: 'again', title: 'commands.speakAgain' },
  { command: 'stop', title: 'talk.stop' },
  { command: 'next', title: 'commands.nextAvatar' },
  { command: 'previous', title: 'commands.previousAvatar' },
  ...EXPRESSIONS.map(expression => ({
    command: `expression-${expression}`,
    title: `commands.expression.${expression}`,
  })),
];

/** What a press tells. */
export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const NAMED: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  '+': 'Plus',
  Enter: 'Enter',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  MediaPlayPause: 'MediaPlayPause',
  MediaStop: 'MediaStop',
  MediaTrackNext: 'MediaNextTrack',
  MediaTrackPrevious: 'MediaPreviousTrack',
};

const keyOf = ({ key, code }: Press): string | null => {
  if (/^F([1-9]|1\d|2[0-4])$/.test(key)) return key;
  // Shift and Alt change what a key writes, not which one it is.
  const plain = /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? /^Numpad(\d)$/.exec(code)?.[1]?.replace(/^/, 'num');
  return plain ?? NAMED[key] ?? null;
};

/** The press as Electron writes it; null for a modifier alone and keys it has no name for. */
export const acceleratorOf = (press: Press, platform: 'darwin' | 'win32' | 'linux'): string | null => {
  const key = keyOf(press);
  if (key === null) return null;
  const held = [
    press.ctrlKey ? 'Control' : null,
    press.metaKey ? (platform === 'darwin' ? 'Command' : 'Super') : null,
    press.altKey ? 'Alt' : null,
    press.shiftKey ? 'Shift' : null,
  ];
  return [...held.filter(name => name !== null), key].join('+');
};

/** The keys with one command's changed; null takes them away. */
export const withKeys = (
  hotkeys: Readonly<Record<string, string>>,
  command: string,
  keys: string | null,
): Record<string, string> => {
  const { [command]: _before, ...others } = hotkeys;
  return keys === null ? others : { ...others, [command]: keys };
};
