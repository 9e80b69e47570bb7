/** What the page is told about the desktop app around it, and the few things it may ask of it. In a plain browser there is none. */
import { z } from 'zod';

/** Ids of commands, as the page's palette names them; a scene's holds the id of the scene. */
export const CommandId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);
/** As Electron writes keys: `CommandOrControl+Shift+F9`. What it means is checked where it is registered. */
const Accelerator = z.string().min(1).max(60);

/** What the user chose for the desktop app; kept among the studio's settings. */
export const DesktopPreferences = z.object({
  /** Closing the window leaves the server running in the tray. */ closeToTray: z.boolean().default(false),
  openAtLogin: z.boolean().default(false),
  /** Look for a new version at the start and once a day; nothing is fetched without being asked. */
  checkForUpdates: z.boolean().default(true),
  /** Keys that work while another program has the focus: command id → keys. */
  hotkeys: z.record(CommandId, Accelerator).default({}),
});
/** Parsed DesktopPreferences. */
export type DesktopPreferences = z.infer<typeof DesktopPreferences>;

/** Where an update stands. Notes are plain text; `percent` is 0..100. */
export type UpdateState =
  | { at: 'off'; why: 'unpackaged' | 'portable' | 'no-source' }
  | { at: 'idle' }
  | { at: 'checking' }
  | { at: 'current' }
  | { at: 'available'; version: string; notes: string }
  | { at: 'downloading'; version: string; notes: string; percent: number }
  | { at: 'ready'; version: string; notes: string }
  | { at: 'failed'; message: string };

/** One key of the user: registered, held by another program, or not understood. */
export type HotkeyState = { command: string; keys: string; state: 'active' | 'taken' | 'invalid' | 'twice' };

/** Everything the shell tells the page. */
export type DesktopState = {
  version: string;
  update: UpdateState;
  hotkeys: readonly HotkeyState[];
  /** The window's page died or hung and was loaded again; null: it did not. */ recovered:
    | 'crashed'
    | 'hung'
    | null;
};

/** Set on `window.desktop` by the preload script. Each method is one channel; none takes an argument from the page. */
export type DesktopBridge = {
  /** Where the app runs, for key names and the place of window buttons. */ readonly platform:
    | 'darwin'
    | 'win32'
    | 'linux';
  state(): Promise<DesktopState>;
  /** Looks for a new version now. */ checkForUpdates(): Promise<void>;
  /** Fetches the version that was found. */ downloadUpdate(): Promise<void>;
  /** Ends the app and installs what was fetched. */ installUpdate(): Promise<void>;
  /** Each returns an unsubscribe. */ onState(listener: (state: DesktopState) => void): () => void;
  /** A global key of the user: the id of the page's command. */ onCommand(
    listener: (command: string) => void,
  ): () => void;
  /** A link or the menu leads to a screen: the route behind the `#`. */ onRoute(
    listener: (route: string) => void,
  ): () => void;
};

/** Names of the channels; the preload script and main know no others. */
export const DESKTOP_CHANNELS = {
  state: 'desktop:state',
  checkForUpdates: 'desktop:check-for-updates',
  downloadUpdate: 'desktop:download-update',
  installUpdate: 'desktop:install-update',
  stateChanged: 'desktop:state-changed',
  command: 'desktop:command',
  route: 'desktop:route',
} as const;
