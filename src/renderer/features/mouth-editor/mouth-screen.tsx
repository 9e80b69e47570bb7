/** The mouth editor: the picture with its curves at the left, the live face and the tools at the right. */
import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { FilmStrip } from './film-strip.tsx';
import { nextStep } from './guided-draw.ts';
import { MouthBanner } from './mouth-banner.tsx';
import { MouthCanvas } from './mouth-canvas.tsx';
import { MouthHeader } from './mouth-header.tsx';
import { MouthPanel } from './mouth-panel.tsx';
import classes from './mouth-screen.module.css';

/** Route `/mouth/:id`. */
export const MouthScreen = () => {
  const { t } = useTranslation();
  const { avatars, mouth, mouthKeeper } = useStudio();
  const { id = '' } = useParams();
  const known = useStore(avatars.view, view => view.list?.some(avatar => avatar.id === id));
  const drawing = useStore(mouth.view, view => view.drawing);
  const isNew = useStore(mouth.view, view => view.history === null);
  const isEmptyFrame = useStore(
    mouth.view,
    ({ avatar, film, document }) => avatar?.moving != null && film !== null && document === null,
  );
  useEffect(() => {
    if (known !== true) return;
    avatars.select(id);
    void mouth.open(id);
    return () => mouth.leave();
  }, [avatars, mouth, id, known]);
  useHotkeys([
    ['mod+Z', () => mouth.undo()],
    ['mod+shift+Z', () => mouth.redo()],
    ['mod+Y', () => mouth.redo()],
    ['mod+S', () => void mouthKeeper.save()],
    ['0', () => mouth.camera.lookAtPicture()],
    ['1', () => mouth.camera.lookAtMouth()],
    ['S', () => mouth.setSymmetric(!mouth.view.getState().symmetric)],
    ['Escape', () => mouth.select(null)],
  ]);
  const step = drawing === null ? null : nextStep(drawing);
  if (known === false)
    return (
      <main className={classes.gone} id="main" tabIndex={-1}>
        <p>{t('mouth.gone')}</p>
        <Button component={Link} href="/" variant="default">
          {t('mouth.back')}
        </Button>
      </main>
    );
  return (
    <div className={classes.screen}>
      <main className={classes.main} id="main" aria-label={t('mouth.title')} tabIndex={-1}>
        <MouthHeader />
        <div className={classes.canvas}>
          <MouthCanvas />
          <MouthBanner />
          {step !== null && (
            <div className={classes.guide} role="status">
              <strong>{t('mouth.draw', { number: (drawing?.length ?? 0) + 1 })}</strong>
              <span>{t(`mouth.drawStep.${step}`)}</span>
              {!isNew && (
                <Button size="compact-xs" variant="subtle" color="gray" onClick={() => mouth.stopDrawing()}>
                  {t('common.cancel')}
                </Button>
              )}
            </div>
          )}
          {step === null && isEmptyFrame && (
            <div className={classes.guide} role="status">
              <span>{t('mouth.noMouthHere')}</span>
              <Button size="compact-xs" onClick={() => mouth.startDrawing()}>
                {t('mouth.drawIt')}
              </Button>
            </div>
          )}
        </div>
        <FilmStrip />
        <p className={classes.help} id="mouth-help">
          {t('mouth.help')}
        </p>
      </main>
      <MouthPanel />
    </div>
  );
};
