/** The hero: the live picture, with figures and states laid over it. */
import { IconMaximize, IconMinimize, IconVector, IconVideo } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Backdrop } from './backdrop.tsx';
import { FeedPopover } from './feed-popover.tsx';
import { STAGE_ID, toggleFullScreen } from './full-screen.ts';
import { LivePicture } from './live-picture.tsx';
import { MouthView } from './mouth-view.tsx';
import { SoundUnlock } from './sound-unlock.tsx';
import { StageCover } from './stage-cover.tsx';
import { StageFigures } from './stage-figures.tsx';
import classes from './stage-picture.module.css';
import { useFullscreenElement } from './use-full-screen.ts';

/** What lies over the picture belongs to it. */
export const StagePicture = () => {
  const { t } = useTranslation();
  const { stage, avatars } = useStudio();
  const [showMouth, setShowMouth] = useState(false);
  const avatar = useStore(avatars.view, view => view.list?.find(item => item.id === view.selectedId));
  const isFull = useFullscreenElement();
  const pictured = useStore(stage.view, view => view.pictured);
  return (
    <section
      id={STAGE_ID}
      className={classes.stage}
      data-full={isFull || undefined}
      aria-label={t('stage.region')}
    >
      {avatar !== undefined && (
        <>
          {!avatar.hasAlpha && <Backdrop avatar={avatar} />}
          {!pictured && <img className={classes.still} src={avatar.pictureUrl} alt="" />}
        </>
      )}
      <LivePicture className={classes.picture} name={avatar?.name ?? ''} />
      {showMouth && avatar !== undefined && <MouthView avatar={avatar} />}
      <StageCover />
      <div className={classes.corner}>
        {avatar !== undefined && (
          <IconButton
            label={t(showMouth ? 'stage.showVideo' : 'stage.showMouth')}
            className={classes.glass ?? ''}
            aria-pressed={showMouth}
            onClick={() => setShowMouth(!showMouth)}
          >
            {showMouth ? <IconVideo size={17} stroke={1.6} /> : <IconVector size={17} stroke={1.6} />}
          </IconButton>
        )}
        <FeedPopover className={classes.glass ?? ''} />
        <IconButton
          label={t(isFull ? 'stage.fullScreenLeave' : 'stage.fullScreen')}
          keys={isFull ? 'Esc' : 'F'}
          className={classes.glass ?? ''}
          onClick={toggleFullScreen}
        >
          {isFull ? <IconMinimize size={17} stroke={1.6} /> : <IconMaximize size={17} stroke={1.6} />}
        </IconButton>
      </div>
      {avatar?.mouth === null && !showMouth && (
        <div className={classes.note} role="note">
          <strong>{t('avatars.mouthNotSet')}</strong> {t('avatars.mouthNotSetHelp')}{' '}
          <Link href={`/mouth/${avatar.id}`}>{t('mouth.drawIt')}</Link>
        </div>
      )}
      <SoundUnlock />
      {!showMouth && <StageFigures />}
    </section>
  );
};
