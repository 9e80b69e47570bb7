/** The scenes, one press each, and keeping what is on the stage as a new one. */
import { Button, Menu, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { IconDots, IconPlus, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { MAX_SCENES } from '../../../shared/studio/settings.ts';
import { keysNow, readableKeys } from '../../app/hotkeys.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './stage-deck.module.css';

/** Scrolls sideways when there are many. */
export const SceneStrip = () => {
  const { t } = useTranslation();
  const { settings, scenes, deleted } = useStudio();
  const list = useStore(settings.view, view => view.scenes);
  const hotkeys = useStore(settings.view, view => view.hotkeys);
  const [name, setName] = useState('');
  const [opened, setOpened] = useState(false);
  const keep = () => {
    if (!scenes.keep(name.trim() === '' ? t('stage.sceneName', { number: list.length + 1 }) : name)) return;
    setName('');
    setOpened(false);
  };
  return (
    <section className={classes.scenes} aria-label={t('stage.scenes')}>
      {list.map((scene, i) => {
        const keys = readableKeys(keysNow(`scene-${scene.id}`, i < 9 ? `alt+${i + 1}` : '', hotkeys));
        return (
          <span key={scene.id} className={classes.scene}>
            <UnstyledButton className={classes.show} onClick={() => scenes.show(scene.id)}>
              {scene.name}
              {keys !== '' && <kbd className={classes.keys}>{keys}</kbd>}
            </UnstyledButton>
            <Menu position="top-end" width={220}>
              <Menu.Target>
                <UnstyledButton
                  className={classes.more}
                  aria-label={t('stage.sceneMore', { name: scene.name })}
                >
                  <IconDots size={14} />
                </UnstyledButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconRefresh size={15} />} onClick={() => scenes.replace(scene.id)}>
                  {t('stage.sceneReplace')}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconTrash size={15} />}
                  color="red"
                  onClick={() => deleted(scene.name, scenes.remove(scene.id))}
                >
                  {t('stage.sceneRemove')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </span>
        );
      })}
      <Popover position="top" width={250} opened={opened} onChange={setOpened} trapFocus>
        <Popover.Target>
          <IconButton
            size={30}
            side="top"
            label={t('stage.sceneKeep')}
            disabled={list.length >= MAX_SCENES}
            onClick={() => setOpened(!opened)}
          >
            <IconPlus size={17} stroke={1.6} />
          </IconButton>
        </Popover.Target>
        <Popover.Dropdown className={classes.box ?? ''}>
          <p className={classes.help}>{t('stage.sceneHelp')}</p>
          <TextInput
            size="xs"
            maxLength={40}
            data-autofocus
            aria-label={t('stage.sceneNamed')}
            placeholder={t('stage.sceneName', { number: list.length + 1 })}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            onKeyDown={event => event.key === 'Enter' && keep()}
          />
          <Button size="xs" onClick={keep}>
            {t('stage.sceneKeep')}
          </Button>
        </Popover.Dropdown>
      </Popover>
    </section>
  );
};
