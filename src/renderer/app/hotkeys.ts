/** Keys of commands: what the user chose, how they read, which press means which, who has the same. Pure. */

/** A command that may have keys. */
export type Keyed = { id: string; keys?: string };

/** The keys of a command now; empty: none. `usual`: without a choice of the user. */
export const keysNow = (id: string, usual: string, chosen: Readonly<Record<string, string>>): string =>
  chosen[id] ?? usual;

/** Commands with the keys the user chose. */
export const withChosenKeys = <C extends Keyed>(
  commands: readonly C[],
  chosen: Readonly<Record<string, string>>,
): (Omit<C, 'keys'> & { keys?: string })[] =>
  commands.map(({ keys = '', ...command }) => {
    const now = keysNow(command.id, keys, chosen);
    return now === '' ? command : { ...command, keys: now };
  });

const MODIFIERS = ['mod', 'alt', 'shift'] as const;

/** Order and case do not matter to a person who presses them. */
const canonical = (keys: string): string => {
  const parts = keys.toLowerCase().split('+');
  const own = parts.filter(part => !MODIFIERS.some(name => name === part));
  return [...MODIFIERS.filter(name => parts.includes(name)), ...own].join('+');
};

/** Ids of other commands with the same keys. */
export const conflictsOf = (command: Keyed, commands: readonly Keyed[]): string[] => {
  const { id, keys } = command;
  if (keys === undefined || keys === '') return [];
  return commands
    .filter(other => other.id !== id && other.keys !== undefined && canonical(other.keys) === canonical(keys))
    .map(other => other.id);
};

/** What was pressed, as a command's keys; null for a modifier alone. */
export const keysOf = (event: {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}): string | null => {
  const { key, code } = event;
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Process'].includes(key)) return null;
  // Shift and Alt change what a key writes, not which one it is.
  const named = /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? (key === ' ' ? 'Space' : key);
  const held = [
    event.ctrlKey || event.metaKey ? 'mod' : null,
    event.altKey ? 'alt' : null,
    event.shiftKey ? 'shift' : null,
  ];
  return [...held.filter(name => name !== null), named].join('+');
};

const READABLE: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** Keys as people read them: "Ctrl M", "Alt ↓". */
export const readableKeys = (keys: string): string =>
  keys
    .split('+')
    .map(key => READABLE[key] ?? key)
    .join(' ');
