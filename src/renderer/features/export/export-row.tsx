/** One video: progress and cancel while it is made, a link once it is there. */
import { Progress } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ExportView } from '../../../shared/studio/exports.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { readableBytes } from '../../ui/readable-bytes.ts';
import classes from './export-popover.module.css';

/** A line of the list. */
export const ExportRow = ({ item }: { item: ExportView }) => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const { fileName: name, state, phase, framesDone: done, framesTotal: total, downloadUrl } = item;
  const status = {
    running: phase === 'rendering' ? t('export.rendering', { done, total }) : t(`export.${phase}`),
    done: t('export.done', { size: readableBytes(item.bytes) }),
    failed: t(`errors.${item.error?.code}.title`, { defaultValue: t('export.failed') }),
    cancelled: t('export.cancelled'),
  }[state];
  return (
    <li className={classes.job} data-state={state}>
      <div className={classes.what}>
        <span className={classes.file} title={name}>
          {name}
        </span>
        <span className={classes.status}>{status}</span>
        {state === 'running' && (
          <Progress
            size={3}
            value={(100 * done) / Math.max(1, total)}
            aria-label={t('export.rendering', { done, total })}
          />
        )}
      </div>
      {state === 'running' && (
        <IconButton label={t('export.cancelFile', { name })} onClick={() => void exports.cancel(item.id)}>
          <IconX size={16} />
        </IconButton>
      )}
      {state === 'done' && downloadUrl !== null && (
        <a
          className={classes.download}
          href={downloadUrl}
          download={name}
          aria-label={t('export.downloadFile', { name })}
        >
          <IconDownload size={17} stroke={1.6} />
        </a>
      )}
    </li>
  );
};
