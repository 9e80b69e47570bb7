/** The desktop program's life: a command without a window, or one instance, one studio, one shell, one end. The studio is handed in. */
import { app, dialog } from 'electron';
import type { Log } from '../../shared/log.ts';
import type { ConfigFlags } from '../config.ts';
import type { Host } from '../host.ts';
import type { Studio } from '../studio.ts';
import { runCommandMode } from './command-mode.ts';
import { LINK_SCHEME } from './deep-link.ts';
import { createElectronHost } from './electron-host.ts';
import { LaunchFacts, readLaunch } from './launch.ts';
import { Shell } from './shell.ts';
import { SHELL_WORDS, shellLanguage } from './wording.ts';

/** What the desktop needs of the rest. */
export type DesktopParts = {
  /** `import.meta.url` of the built entry. */ entryUrl: string;
  /** Resolves once the loopback server answers. */
  startStudio(host: Host, flags: ConfigFlags): Promise<{ studio: Studio; dataDir: string; log: Log }>;
  /** Runs a command of the command line; resolves to its exit code. */
  runCommand(host: Host, args: readonly string[]): Promise<number>;
};

type Opened = { links: readonly string[]; files: readonly string[] };

/** Takes what the system hands over before and after there is a shell to show it. */
const createInbox = (): { open(asked: Opened): void; serve(shell: Shell): void } => {
  let waiting: Opened = { links: [], files: [] };
  let shell: Shell | null = null;
  return {
    open: asked => {
      if (shell !== null) void shell.openAll(asked);
      else waiting = { links: [...waiting.links, ...asked.links], files: [...waiting.files, ...asked.files] };
    },
    serve: made => {
      shell = made;
      if (waiting.links.length + waiting.files.length > 0) void made.openAll(waiting);
    },
  };
};

const closeOnQuit = (shell: Shell, studio: Studio): void => {
  let closed = false;
  app.on('will-quit', event => {
    if (closed) return;
    event.preventDefault();
    shell.close();
    void studio.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
};

const listenToSystem = (inbox: ReturnType<typeof createInbox>): void => {
  app.on('second-instance', (_event, _argv, _cwd, handed) => {
    // Chromium reorders the command line of a second instance; this is the one it was started with.
    const facts = LaunchFacts.safeParse(handed);
    const launch = facts.success ? readLaunch(facts.data) : null;
    inbox.open(launch?.kind === 'window' ? launch : { links: [], files: [] });
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    inbox.open({ links: [], files: [file] });
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    inbox.open({ links: [link], files: [] });
  });
};

/**
 * Runs the program until the user quits. A second start hands its links and files to the first. A studio that cannot start is told
 * in a dialog, with its message, and ends the app with code 1.
 */
export const runDesktop = async (parts: DesktopParts): Promise<void> => {
  const facts: LaunchFacts = {
    argv: process.argv,
    defaultApp: process.defaultApp === true,
    cwd: process.cwd(),
  };
  const launch = readLaunch(facts);
  if (launch.kind === 'command') {
    return runCommandMode(() => parts.runCommand(createElectronHost(parts.entryUrl), launch.args));
  }
  app.enableSandbox();
  if (!app.requestSingleInstanceLock(facts)) return app.quit();
  app.setAppUserModelId('studio.mouthpiece.app');
  const inbox = createInbox();
  listenToSystem(inbox);
  await app.whenReady();
  // The installers register the links; this mends a copy that was moved. A checkout leaves the system alone.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  try {
    const host = createElectronHost(parts.entryUrl);
    const { studio, dataDir, log } = await parts.startStudio(host, launch.flags);
    const shell = new Shell({
      studio,
      dataDir,
      resources: host.paths.resources,
      entryUrl: parts.entryUrl,
      log,
    });
    closeOnQuit(shell, studio);
    app.on('window-all-closed', () => {
      if (!shell.staysWithoutWindow) app.quit();
    });
    app.on('activate', () => shell.open());
    await shell.start();
    if (!launch.hidden) shell.open();
    inbox.open(launch.links.length + launch.files.length > 0 ? launch : { links: [], files: [] });
    inbox.serve(shell);
  } catch (error) {
    const words = SHELL_WORDS[shellLanguage('system', app.getPreferredSystemLanguages())];
    dialog.showErrorBox(words.cannotStart, error instanceof Error ? error.message : String(error));
    app.exit(1);
  }
};
