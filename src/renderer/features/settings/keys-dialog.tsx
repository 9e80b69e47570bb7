/** Every command with its keys: pressed anew, taken away, put back; keys that mean two things say which. */
import { Button, CloseButton, Modal, ScrollArea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Command } from '../../app/commands.ts';
import { conflictsOf, keysOf, readableKeys, withChosenKeys } from '../../app/hotkeys.ts';
import { useStudio } from '../../app/studio.ts';
import classes from './keys-dialog.module.css';

/** `commands` with their usual keys. */
export const KeysDialog = ({
  commands,
  opened,
  onClose,
}: {
  commands: readonly Command[];
  opened: boolean;
  onClose(): void;
}) => {
  const { t } = useTranslation();
  const { settings } = useStudio();
  const hotkeys = useStore(settings.view, view => view.hotkeys);
  const [asking, setAsking] = useState<string | null>(null);
  const now = withChosenKeys(commands, hotkeys);
  const nameOf = (id: string): string => {
    const command = commands.find(known => known.id === id);
    return command === undefined ? id : t(command.title, command.names ?? {});
  };
  const choose = (id: string, keys: string): void => settings.update({ hotkeys: { ...hotkeys, [id]: keys } });
  const press = (id: string) => (event: React.KeyboardEvent) => {
    if (asking !== id) return;
    event.preventDefault();
    event.stopPropagation();
    const keys = keysOf(event);
    if (keys === null) return;
    setAsking(null);
    if (keys !== 'Escape') choose(id, keys);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('settings.keys')}
      size={560}
      closeOnEscape={asking === null}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      scrollAreaComponent={ScrollArea.Autosize}
    >
      <p className={classes.help}>{t('settings.keysHelp')}</p>
      <ul className={classes.list}>
        {now.map(command => {
          const others = conflictsOf(command, now).map(nameOf);
          const { id, keys = '' } = command;
          return (
            <li key={id} className={classes.item}>
              <span className={classes.name}>
                {nameOf(id)}
                {others.length > 0 && (
                  <small className={classes.conflict} role="alert">
                    {t('settings.keysTaken', { names: others.join(', ') })}
                  </small>
                )}
              </span>
              <Button
                size="compact-sm"
                variant={asking === id ? 'light' : 'default'}
                className={classes.keys ?? ''}
                aria-label={t('settings.keysOf', { name: nameOf(id), keys: readableKeys(keys) })}
                onClick={() => setAsking(asking === id ? null : id)}
                onBlur={() => setAsking(null)}
                onKeyDown={press(id)}
              >
                {asking === id ? t('settings.keysPress') : keys === '' ? '–' : readableKeys(keys)}
              </Button>
              <CloseButton
                size="sm"
                aria-label={t('settings.keysNone', { name: nameOf(id) })}
                disabled={keys === ''}
                onClick={() => choose(id, '')}
              />
            </li>
          );
        })}
      </ul>
      <Button size="xs" variant="default" mt={10} onClick={() => settings.update({ hotkeys: {} })}>
        {t('settings.keysUsual')}
      </Button>
    </Modal>
  );
};
