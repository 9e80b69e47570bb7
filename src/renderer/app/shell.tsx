/** Where things stand on the screen: rail, avatars, stage, inspector. */
import { useTranslation } from 'react-i18next';
import { AvatarPanel } from '../features/avatars/avatar-panel.tsx';
import { DropEverywhere } from '../features/avatars/drop-everywhere.tsx';
import { Inspector } from '../features/figures/inspector.tsx';
import { StageHeader } from '../features/stage/stage-header.tsx';
import { StagePicture } from '../features/stage/stage-picture.tsx';
import { Timeline } from '../features/stage/timeline.tsx';
import { TalkBar } from '../features/talk/talk-bar.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';

/** The one screen. */
export const Shell = () => {
  const { t } = useTranslation();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#stage">
        {t('app.skip')}
      </a>
      <Rail />
      <AvatarPanel />
      <main className={classes.main} id="stage" aria-label={t('app.main')} tabIndex={-1}>
        <StageHeader />
        <StagePicture />
        <Timeline />
        <TalkBar />
      </main>
      <Inspector />
      <Palette />
      <DropEverywhere />
    </div>
  );
};
