/** Where an update stands, in one sentence, and the one thing to do about it. */
import { Button, Progress, Spoiler } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UpdateState } from '../../../shared/desktop-facts.ts';
import { useStudio } from '../../app/studio.ts';
import classes from './desktop-section.module.css';

/** `version` is the one that runs. */
export const UpdatePart = ({ update, version }: { update: UpdateState; version: string }) => {
  const { t } = useTranslation();
  const { desktop } = useStudio();
  const notes = 'notes' in update ? update.notes : '';
  return (
    <div className={classes.update} role="status">
      <p className={classes.line}>
        <span>{t(`desktop.update.${update.at}`, { ...update, current: version })}</span>
        {update.at === 'available' && (
          <Button size="compact-xs" onClick={() => desktop.downloadUpdate()}>
            {t('desktop.download')}
          </Button>
        )}
        {update.at === 'ready' && (
          <Button size="compact-xs" onClick={() => desktop.installUpdate()}>
            {t('desktop.install')}
          </Button>
        )}
        {(update.at === 'idle' || update.at === 'current' || update.at === 'failed') && (
          <Button size="compact-xs" variant="default" onClick={() => desktop.checkForUpdates()}>
            {t('desktop.check')}
          </Button>
        )}
      </p>
      {update.at === 'off' && <p className={classes.hint}>{t(`desktop.off.${update.why}`)}</p>}
      {update.at === 'failed' && <p className={classes.hint}>{update.message}</p>}
      {update.at === 'downloading' && (
        <Progress value={update.percent} size="sm" aria-label={t('desktop.download')} />
      )}
      {notes !== '' && (
        <Spoiler maxHeight={88} showLabel={t('desktop.moreNotes')} hideLabel={t('desktop.lessNotes')}>
          <pre className={classes.notes}>{notes}</pre>
        </Spoiler>
      )}
    </div>
  );
};
