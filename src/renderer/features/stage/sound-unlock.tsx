/** Where the browser wants a gesture before it plays sound: a clear button on the stage. */
import { Button } from '@mantine/core';
import { IconVolume } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import classes from './sound-unlock.module.css';

/** Any click or key in the page unlocks too. Nothing once sound runs. */
export const SoundUnlock = () => {
  const { t } = useTranslation();
  const { stage } = useStudio();
  const sound = useStore(stage.view, view => view.sound);
  useEffect(() => {
    if (sound !== 'locked') return;
    const unlock = () => stage.unlockSound();
    const options = { capture: true };
    document.addEventListener('pointerdown', unlock, options);
    document.addEventListener('keydown', unlock, options);
    return () => {
      document.removeEventListener('pointerdown', unlock, options);
      document.removeEventListener('keydown', unlock, options);
    };
  }, [sound, stage]);
  if (sound !== 'locked') return null;
  return (
    <div className={classes.unlock}>
      <Button leftSection={<IconVolume size={18} />} onClick={() => stage.unlockSound()}>
        {t('stage.unlock')}
      </Button>
    </div>
  );
};
