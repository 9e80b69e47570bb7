/** The stage: the avatars at the left, the live picture, what it says and how it looks. */
import { useTranslation } from 'react-i18next';
import { AvatarPanel } from '../avatars/avatar-panel.tsx';
import { Inspector } from '../figures/late-inspector.tsx';
import { FirstRunSteps } from '../first-run/first-run-steps.tsx';
import { TalkBar } from '../talk/talk-bar.tsx';
import { StageDeck } from './stage-deck.tsx';
import { StageHeader } from './stage-header.tsx';
import { StagePicture } from './stage-picture.tsx';
import classes from './stage-screen.module.css';
import { Timeline } from './timeline.tsx';

/** The first screen. */
export const StageScreen = () => {
  const { t } = useTranslation();
  return (
    <div className={classes.screen}>
      <AvatarPanel />
      <main className={classes.main} id="main" aria-label={t('app.main')} tabIndex={-1}>
        <div>
          <StageHeader />
          <FirstRunSteps />
        </div>
        <StagePicture />
        <StageDeck />
        <Timeline />
        <TalkBar />
      </main>
      <Inspector />
    </div>
  );
};
