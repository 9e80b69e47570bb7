/** The user's global keys: which can be registered, which are, and why the others are not. The system's registry is handed in. */
import type { HotkeyState } from '../../shared/desktop-facts.ts';

/** Electron's globalShortcut, as far as it is needed. `register` is false when another program has the keys. */
export type KeyRegistry = {
  register(keys: string, pressed: () => void): boolean;
  unregister(keys: string): void;
};

const MODIFIERS = new Set([
  'command',
  'cmd',
  'control',
  'ctrl',
  'commandorcontrol',
  'cmdorctrl',
  'alt',
  'option',
  'altgr',
  'shift',
  'super',
  'meta',
]);
const NAMED = new Set([
  'plus',
  'space',
  'tab',
  'capslock',
  'numlock',
  'scrolllock',
  'backspace',
  'delete',
  'insert',
  'return',
  'enter',
  'up',
  'down',
  'left',
  'right',
  'home',
  'end',
  'pageup',
  'pagedown',
  'escape',
  'esc',
  'printscreen',
  'numdec',
  'numadd',
  'numsub',
  'nummult',
  'numdiv',
  'mediaplaypause',
  'mediastop',
  'medianexttrack',
  'mediaprevioustrack',
]);
/** Keys that type nothing may be global alone; a letter may not, or nobody could write any more. */
const STANDS_ALONE = /^(f([1-9]|1\d|2[0-4])|media.*|printscreen|numlock|scrolllock|insert)$/;

const isKey = (part: string): boolean =>
  NAMED.has(part) || /^(f([1-9]|1\d|2[0-4])|num[0-9]|[a-z0-9]|[!-/:-@[-`{-~])$/.test(part);

/** Whether Electron can register it and a user can live with it: modifiers and exactly one key. */
export const isAccelerator = (keys: string): boolean => {
  const parts = keys.toLowerCase().split('+');
  const modifiers = parts.slice(0, -1);
  const key = parts.at(-1) ?? '';
  if (!isKey(key) || !modifiers.every(part => MODIFIERS.has(part))) return false;
  if (new Set(modifiers).size !== modifiers.length) return false;
  const strong = modifiers.some(part => part !== 'shift');
  return strong || STANDS_ALONE.test(key);
};

/** One spelling for keys that are the same, so that they are found out as used twice. */
const spelling = (keys: string): string => {
  const parts = keys
    .toLowerCase()
    .replaceAll(/commandorcontrol|cmdorctrl/g, 'mod')
    .replaceAll('command', 'cmd')
    .replaceAll('control', 'ctrl')
    .replaceAll('option', 'alt')
    .replaceAll('return', 'enter')
    .replaceAll('escape', 'esc')
    .split('+');
  return [...parts.slice(0, -1).sort(), parts.at(-1)].join('+');
};

/** Holds the keys that are registered; `pressed` gets the id of the page's command. */
export class Hotkeys {
  readonly #registry: KeyRegistry;
  readonly #pressed: (command: string) => void;
  #held: string[] = [];
  #states: readonly HotkeyState[] = [];
  #wanted = '{}';

  constructor(deps: { registry: KeyRegistry; pressed(command: string): void }) {
    this.#registry = deps.registry;
    this.#pressed = deps.pressed;
  }

  /** What became of each key, in the order of the commands. */
  get states(): readonly HotkeyState[] {
    return this.#states;
  }

  /** Lets go of the old keys and takes these: command id → keys. True when anything changed. */
  use(wanted: Readonly<Record<string, string>>): boolean {
    const asText = JSON.stringify(wanted);
    if (asText === this.#wanted) return false;
    this.#wanted = asText;
    this.#release();
    const seen = new Set<string>();
    this.#states = Object.entries(wanted).map(([command, keys]) => {
      const state = this.#take(command, keys, seen);
      seen.add(spelling(keys));
      return { command, keys, state };
    });
    return true;
  }

  /** Lets go of all; for the end of the app. */
  close(): void {
    this.#release();
    this.#states = [];
    this.#wanted = '{}';
  }

  #take(command: string, keys: string, seen: ReadonlySet<string>): HotkeyState['state'] {
    if (!isAccelerator(keys)) return 'invalid';
    if (seen.has(spelling(keys))) return 'twice';
    try {
      if (!this.#registry.register(keys, () => this.#pressed(command))) return 'taken';
    } catch {
      // Electron throws for keys it cannot read.
      return 'invalid';
    }
    this.#held.push(keys);
    return 'active';
  }

  #release(): void {
    for (const keys of this.#held) this.#registry.unregister(keys);
    this.#held = [];
  }
}
