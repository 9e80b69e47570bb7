/** What can be done by the command palette and by keys. Commands as data; a component shows them. */

import { EXPRESSIONS } from '../../shared/renderer-options/portrait.ts';
import { FIRST_QUESTION_ID } from '../features/server/question-field.ts';
import { STAGE_ID, toggleFullScreen } from '../features/stage/full-screen.ts';
import { ALL_SCREENS } from './screens.ts';
import type { Studio } from './studio.ts';

/** `keys` as @mantine/hooks writes them; `title` is an i18n key, `names` what it names. */
export type Command = {
  id: string;
  title: string;
  names?: Readonly<Record<string, string>>;
  keys?: string;
  run(): void;
};

/** How long after its end the palette gives focus back, ms. */
export const FOCUS_RETURNED_MS = 60;

/** Chooses the avatar `step` places further in the list. */
const stepAvatar = (studio: Studio, step: number): void => {
  const { list, selectedId } = studio.avatars.view.getState();
  if (list === null || list.length === 0) return;
  const index = list.findIndex(avatar => avatar.id === selectedId);
  studio.avatars.select(list[(index + step + list.length) % list.length]!.id);
};

/** Says the last text once more. */
const sayAgain = (studio: Studio): void => {
  const { last } = studio.talk.view.getState();
  if (last?.kind === 'text') studio.talk.say(last.text, last.choice);
};

/** Whether the screen is dark now. */
const isDark = (): boolean => document.documentElement.dataset.mantineColorScheme === 'dark';

/** Keys without a modifier belong to the stage, where it is in sight. */
const onStage = (act: () => void) => (): void => {
  if (document.getElementById(STAGE_ID) !== null) act();
};

/** The faces it can make, and the scenes the user kept. */
const showCommands = (studio: Studio): Command[] => [
  ...EXPRESSIONS.map((expression, i) => ({
    id: `expression-${expression}`,
    title: `commands.expression.${expression}`,
    keys: String(i + 1),
    run: onStage(() => {
      const { portrait } = studio.settings.view.getState();
      studio.settings.update({ portrait: { ...portrait, expression } });
    }),
  })),
  ...studio.settings.view.getState().scenes.map(({ id, name }, i) => ({
    id: `scene-${id}`,
    title: 'commands.scene',
    names: { name },
    ...(i < 9 ? { keys: `alt+${i + 1}` } : {}),
    run: () => studio.scenes.show(id),
  })),
];

/** All commands. `focusText` and `pick*` are the screen's. */
export const studioCommands = (
  studio: Studio,
  screen: { go(path: string): void; focusText(): void; pickPictures(): void; pickSound(): void },
): Command[] => [
  { id: 'text', title: 'commands.talkText', keys: '/', run: screen.focusText },
  { id: 'again', title: 'commands.speakAgain', keys: 'mod+Enter', run: () => sayAgain(studio) },
  { id: 'stop', title: 'talk.stop', keys: 'Escape', run: () => void studio.talk.stop() },
  {
    id: 'microphone',
    title: 'talk.microphoneStart',
    keys: 'mod+M',
    run: () => void studio.talk.toggleMicrophone(),
  },
  { id: 'sound', title: 'talk.file', run: screen.pickSound },
  { id: 'import', title: 'avatars.import', keys: 'mod+O', run: screen.pickPictures },
  { id: 'next', title: 'commands.nextAvatar', keys: 'alt+ArrowDown', run: () => stepAvatar(studio, 1) },
  {
    id: 'previous',
    title: 'commands.previousAvatar',
    keys: 'alt+ArrowUp',
    run: () => stepAvatar(studio, -1),
  },
  {
    id: 'lips',
    title: 'avatars.showLips',
    keys: 'alt+L',
    run: () => studio.avatars.setShowLips(!studio.avatars.view.getState().showLips),
  },
  {
    id: 'mouth',
    title: 'mouth.edit',
    keys: 'mod+E',
    // Right after the start nobody is chosen yet: the key is not lost, it waits for that.
    run: () =>
      studio.whenReady(() => {
        const { selectedId } = studio.avatars.view.getState();
        if (selectedId !== null) screen.go(`/mouth/${selectedId}`);
      }),
  },
  { id: 'full-screen', title: 'stage.fullScreen', keys: 'F', run: toggleFullScreen },
  { id: 'take', title: 'commands.take', keys: 'R', run: onStage(() => studio.takes.toggle()) },
  {
    id: 'loopback',
    title: 'talk.loopback',
    run: () => void studio.talk.listenToSystem(),
  },
  ...showCommands(studio),
  {
    id: 'answer-app',
    title: 'server.question.jump',
    keys: 'alt+J',
    // The palette gives focus back as it closes; ours comes after.
    run: () => void setTimeout(() => document.getElementById(FIRST_QUESTION_ID)?.focus(), FOCUS_RETURNED_MS),
  },
  {
    id: 'theme',
    title: 'commands.toggleTheme',
    run: () => studio.settings.update({ theme: isDark() ? 'light' : 'dark' }),
  },
  { id: 'first-steps', title: 'firstRun.show', run: () => studio.firstRun.reopen() },
  { id: 'en', title: 'settings.english', run: () => studio.settings.update({ language: 'en' }) },
  { id: 'zh', title: 'settings.chinese', run: () => studio.settings.update({ language: 'zh' }) },
];

/** One command for each screen of the rail: Ctrl 1, Ctrl 2, … */
export const screenCommands = (go: (path: string) => void): Command[] =>
  ALL_SCREENS.filter(screen => screen.icon !== undefined).map(({ id, path, title }, index) => ({
    id: `screen-${id}`,
    title,
    keys: `mod+${index + 1}`,
    run: () => go(path),
  }));
