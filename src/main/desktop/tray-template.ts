/** The tray's menu and its line of text, from the state of the server. Builds nothing. */
import type { MenuItemConstructorOptions } from 'electron';
import type { ServerView } from '../../shared/studio/server.ts';
import type { ShellWords } from './wording.ts';

/** What the tray shows. `accepting`: other programs may connect. */
export type TrayFacts = {
  port: number;
  engine: ServerView['engine'];
  sessions: number;
  accepting: boolean;
  feeds: number;
};

/** What its items do. */
export type TrayActions = { open(): void; setAccepting(on: boolean): void; closeFeeds(): void; quit(): void };

const stateLine = ({ accepting, engine, port }: TrayFacts, words: ShellWords): string => {
  if (!accepting) return words.serverOff;
  if (engine === 'starting') return words.engineStarting;
  return engine === 'up' ? `${words.serverOnAt} ${port}` : words.engineDown;
};

const sessionLine = (sessions: number, words: ShellWords): string => {
  if (sessions === 0) return words.noSessions;
  return sessions === 1 ? words.oneSession : `${sessions} ${words.manySessions}`;
};

/** The text over the icon. */
export const trayTip = (facts: TrayFacts, words: ShellWords): string =>
  `Mouthpiece: ${stateLine(facts, words)}, ${sessionLine(facts.sessions, words)}`;

/** The menu: state above, what can be done below. */
export const trayTemplate = (
  facts: TrayFacts,
  words: ShellWords,
  actions: TrayActions,
): MenuItemConstructorOptions[] => [
  { label: words.open, click: () => actions.open() },
  { type: 'separator' },
  { label: stateLine(facts, words), enabled: false },
  { label: sessionLine(facts.sessions, words), enabled: false },
  {
    label: words.acceptPrograms,
    type: 'checkbox',
    checked: facts.accepting,
    click: () => actions.setAccepting(!facts.accepting),
  },
  ...(facts.feeds > 0 ? [{ label: words.closeFeeds, click: () => actions.closeFeeds() }] : []),
  { type: 'separator' },
  { label: words.quit, click: () => actions.quit() },
];
