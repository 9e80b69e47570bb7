/** Above the canvas: whose mouth it is, undo, view, saving. */
import { Button } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconFocusCentered,
  IconMaximize,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { isDirty } from './editor-view.ts';
import classes from './mouth-screen.module.css';

/** One line. */
export const MouthHeader = () => {
  const { t } = useTranslation();
  const { mouth, mouthKeeper } = useStudio();
  const [, go] = useLocation();
  const { name, dirty, empty, canUndo, canRedo, saving, zoom } = useStore(
    mouth.view,
    useShallow(view => ({
      name: view.avatar?.name ?? '',
      dirty: isDirty(view),
      empty: view.history === null,
      canUndo: (view.history?.past.length ?? 0) > 0 || (view.drawing?.length ?? 0) > 0,
      canRedo: (view.history?.future.length ?? 0) > 0,
      saving: view.saving,
      zoom: Math.round(view.viewport.zoom * 100),
    })),
  );
  return (
    <header className={classes.header}>
      <IconButton label={t('mouth.back')} onClick={() => go('/')}>
        <IconChevronLeft size={19} stroke={1.6} />
      </IconButton>
      <h1 className={classes.name}>
        {name} <span>{t('mouth.title')}</span>
      </h1>
      <span className={classes.gap} />
      <IconButton label={t('common.undo')} keys="Ctrl Z" disabled={!canUndo} onClick={() => mouth.undo()}>
        <IconArrowBackUp size={18} stroke={1.6} />
      </IconButton>
      <IconButton
        label={t('mouth.redo')}
        keys="Ctrl Shift Z"
        disabled={!canRedo}
        onClick={() => mouth.redo()}
      >
        <IconArrowForwardUp size={18} stroke={1.6} />
      </IconButton>
      <span className={classes.zoom} role="status" aria-label={t('mouth.zoom')}>
        {zoom} %
      </span>
      <IconButton label={t('mouth.fitMouth')} keys="1" onClick={() => mouth.camera.lookAtMouth()}>
        <IconFocusCentered size={18} stroke={1.6} />
      </IconButton>
      <IconButton label={t('mouth.fitPicture')} keys="0" onClick={() => mouth.camera.lookAtPicture()}>
        <IconMaximize size={18} stroke={1.6} />
      </IconButton>
      <Button size="sm" disabled={!dirty || empty} loading={saving} onClick={() => void mouthKeeper.save()}>
        {t(dirty ? 'mouth.save' : 'mouth.saved')}
      </Button>
    </header>
  );
};
