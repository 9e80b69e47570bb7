/** The command palette (Ctrl/Cmd+K) and the keys of its commands. */
import { Kbd } from '@mantine/core';
import { getHotkeyHandler, useDisclosure } from '@mantine/hooks';
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useLayoutEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { IMPORT_ACCEPT } from '../features/avatars/folder-files.ts';
import { useDesktopEvents } from '../features/desktop/use-desktop-events.ts';
import { KeysDialog } from '../features/settings/keys-dialog.tsx';
import { TALK_FIELD_ID } from '../features/talk/talk-field.ts';
import { FOCUS_RETURNED_MS, screenCommands, studioCommands } from './commands.ts';
import { pickFiles } from './file-pickers.ts';
import { readableKeys, withChosenKeys } from './hotkeys.ts';
import { useStudio } from './studio.ts';

/** Mounted once. */
export const Palette = () => {
  const { t } = useTranslation();
  const studio = useStudio();
  const [, navigate] = useLocation();
  const [keysOpened, { open: openKeys, close: closeKeys }] = useDisclosure();
  const hotkeys = useStore(studio.settings.view, view => view.hotkeys);
  const scenes = useStore(studio.settings.view, view => view.scenes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scenes are read by the commands themselves
  const all = useMemo(
    () => [
      ...screenCommands(navigate),
      ...studioCommands(studio, {
        go: navigate,
        // The palette gives focus back as it closes; ours comes after.
        focusText: () => setTimeout(() => document.getElementById(TALK_FIELD_ID)?.focus(), FOCUS_RETURNED_MS),
        pickPictures: () => void pickFiles(IMPORT_ACCEPT, true).then(files => studio.imports.add(files)),
        pickSound: () =>
          void pickFiles('audio/*,video/*', false).then(([file]) => file && studio.talk.play(file)),
      }),
    ],
    [studio, navigate, scenes],
  );
  const commands = [
    ...withChosenKeys(all, hotkeys),
    { id: 'keys', title: 'settings.keysOpen', names: {}, run: openKeys },
  ];
  useLayoutEffect(() =>
    studio.keys.serve(
      getHotkeyHandler(
        commands.flatMap(({ keys, run }) =>
          keys === undefined ? [] : [[keys, () => studio.keyIsTaken() || run()]],
        ),
      ),
    ),
  );
  useDesktopEvents(commands, navigate);
  const actions = commands.map(
    ({ id, title, names, keys, run }): SpotlightActionData => ({
      id,
      label: t(title, names ?? {}),
      keywords: t(`commands.words.${id}`, { defaultValue: '' }),
      onClick: run,
      rightSection: keys === undefined ? null : <Kbd size="xs">{readableKeys(keys)}</Kbd>,
    }),
  );
  return (
    <>
      <KeysDialog commands={all} opened={keysOpened} onClose={closeKeys} />
      <Spotlight
        actions={actions}
        shortcut={['mod + K']}
        // It opens over a field that is being typed in, too.
        tagsToIgnore={[]}
        triggerOnContentEditable
        nothingFound={t('commands.nothing')}
        highlightQuery
        overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
        centered={false}
        yOffset="11vh"
        maxHeight={420}
        scrollable
        searchProps={{
          leftSection: <IconSearch size={18} />,
          placeholder: t('commands.search'),
          'aria-label': t('commands.search'),
        }}
      />
    </>
  );
};
