/** The command palette (Ctrl/Cmd+K) and the keys of its commands. */
import { Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { CLIP_TYPES, PICTURE_TYPES } from '../features/avatars/avatars.ts';
import { TALK_FIELD_ID } from '../features/talk/talk-field.ts';
import { readableKeys, screenCommands, studioCommands } from './commands.ts';
import { pickFiles } from './file-pickers.ts';
import { useStudio } from './studio.ts';

const FOCUS_RETURNED_MS = 60;

/** Mounted once. */
export const Palette = () => {
  const { t } = useTranslation();
  const studio = useStudio();
  const [, navigate] = useLocation();
  const commands = useMemo(
    () => [
      ...screenCommands(navigate),
      ...studioCommands(studio, {
        go: navigate,
        // The palette gives focus back as it closes; ours comes after.
        focusText: () => setTimeout(() => document.getElementById(TALK_FIELD_ID)?.focus(), FOCUS_RETURNED_MS),
        pickPictures: () =>
          void pickFiles([...PICTURE_TYPES, ...CLIP_TYPES].join(), true).then(files =>
            studio.avatars.add(files),
          ),
        pickSound: () =>
          void pickFiles('audio/*,video/*', false).then(([file]) => file && studio.talk.play(file)),
      }),
    ],
    [studio, navigate],
  );
  useHotkeys(
    commands.flatMap(({ keys, run }) =>
      keys === undefined ? [] : [[keys, () => studio.keyIsTaken() || run()]],
    ),
  );
  const actions = commands.map(
    ({ id, title, keys, run }): SpotlightActionData => ({
      id,
      label: t(title),
      onClick: run,
      rightSection: keys === undefined ? null : <Kbd size="xs">{readableKeys(keys)}</Kbd>,
    }),
  );
  return (
    <Spotlight
      actions={actions}
      shortcut={['mod + K']}
      nothingFound={t('commands.nothing')}
      highlightQuery
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      maxHeight={420}
      scrollable
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('commands.search'),
        'aria-label': t('commands.search'),
      }}
    />
  );
};
