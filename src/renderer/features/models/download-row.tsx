/** A model on its way in: how far, how fast, stop, go on. */
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelDownloadView } from '../../../shared/model-view.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { readableBytes } from '../../ui/readable-bytes.ts';
import classes from './models-screen.module.css';

/** A list item; one that ended goes on where it stopped, or is thrown away. */
export const DownloadRow = ({ download }: { download: ModelDownloadView }) => {
  const { t } = useTranslation();
  const { models } = useStudio();
  const { id, url, label, state, phase, bytesDone, bytesTotal, bytesPerSecond, error } = download;
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h2>{label}</h2>
      </div>
      {state === 'running' && (
        <>
          <Progress
            value={bytesTotal === null ? 100 : (100 * bytesDone) / Math.max(1, bytesTotal)}
            animated={bytesTotal === null}
            aria-label={label}
          />
          <p className={classes.facts}>
            {t(`models.phase.${phase}`)} · {readableBytes(bytesDone)}
            {bytesTotal !== null && ` / ${readableBytes(bytesTotal)}`} · {readableBytes(bytesPerSecond)}/s
          </p>
          <Button size="compact-sm" variant="default" onClick={() => void models.cancel(id)}>
            {t('models.pause')}
          </Button>
        </>
      )}
      {(state === 'failed' || state === 'cancelled') && (
        <>
          {error === null ? (
            <p className={classes.facts}>{t('models.paused', { size: readableBytes(bytesDone) })}</p>
          ) : (
            <ErrorNote error={error} />
          )}
          <div className={classes.actions}>
            <Button size="compact-sm" variant="default" onClick={() => void models.download({ url, label })}>
              {t('models.resume')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void models.discard(id)}>
              {t('models.discard')}
            </Button>
          </div>
        </>
      )}
    </li>
  );
};
