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
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './mouth-screen.module.css';

/** One line. */
export const MouthHeader = () => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  const [, go] = useLocation();
  const { avatar, history, saving, viewport, drawing } = useStore(mouth.view);
  const dirty = mouth.isDirty;
  const canUndo = (history?.past.length ?? 0) > 0 || (drawing?.length ?? 0) > 0;
  return (
    <header className={classes.header}>
      <IconButton label={t('mouth.back')} onClick={() => go('/')}>
        <IconChevronLeft size={19} stroke={1.6} />
      </IconButton>
      <h1 className={classes.name}>
        {avatar?.name ?? ''} <span>{t('mouth.title')}</span>
      </h1>
      <span className={classes.gap} />
      <IconButton label={t('common.undo')} keys="Ctrl Z" disabled={!canUndo} onClick={() => mouth.undo()}>
        <IconArrowBackUp size={18} stroke={1.6} />
      </IconButton>
      <IconButton
        label={t('mouth.redo')}
        keys="Ctrl Shift Z"
        disabled={(history?.future.length ?? 0) === 0}
        onClick={() => mouth.redo()}
      >
        <IconArrowForwardUp size={18} stroke={1.6} />
      </IconButton>
      <span className={classes.zoom} role="status" aria-label={t('mouth.zoom')}>
        {Math.round(viewport.zoom * 100)} %
      </span>
      <IconButton label={t('mouth.fitMouth')} keys="1" onClick={() => mouth.lookAtMouth()}>
        <IconFocusCentered size={18} stroke={1.6} />
      </IconButton>
      <IconButton label={t('mouth.fitPicture')} keys="0" onClick={() => mouth.lookAtPicture()}>
        <IconMaximize size={18} stroke={1.6} />
      </IconButton>
      <Button
        size="sm"
        disabled={!dirty || history === null}
        loading={saving}
        onClick={() => void mouth.save()}
      >
        {t(dirty ? 'mouth.save' : 'mouth.saved')}
      </Button>
    </header>
  );
};
