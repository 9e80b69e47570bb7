/** One export: progress and cancel while it is made, a link once it is there, another try when it failed. */
import { Progress } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDownload, IconRefresh, IconTrash, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ExportView } from '../../../shared/studio/exports.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { readableDuration } from '../../ui/readable-duration.ts';
import { Tip } from '../../ui/tip.tsx';
import classes from './export-row.module.css';

const statusOf = (item: ExportView, t: TFunction): string => {
  const { state, phase, framesDone: done, framesTotal: total, timeLeftMs, position, error } = item;
  const sound = item.container === 'wav';
  switch (state) {
    case 'waiting':
      return position === 0 ? t('export.next') : t('export.waiting', { count: position });
    case 'running':
      if (phase !== 'rendering') return t(`export.${phase}`);
      if (sound) return t('export.writing');
      return timeLeftMs === null
        ? t('export.rendering', { done, total })
        : t('export.renderingLeft', { done, total, left: readableDuration(Math.max(1000, timeLeftMs)) });
    case 'done':
      return t('export.done', { size: readableBytes(item.bytes) });
    case 'failed':
      return t(`errors.${error?.code}.title`, { defaultValue: t('export.failed') });
    default:
      return t('export.cancelled');
  }
};

/** A line of the list; with `isMovable` a waiting one can change its place. */
export const ExportRow = ({
  item,
  isMovable = false,
  isLast = true,
}: {
  item: ExportView;
  isMovable?: boolean;
  isLast?: boolean;
}) => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const { fileName: name, state, framesDone: done, framesTotal: total, downloadUrl, position } = item;
  const ended = state !== 'running' && state !== 'waiting';
  const share = (100 * done) / Math.max(1, total);
  return (
    <li className={classes.job} data-state={state}>
      <div className={classes.what}>
        <span className={classes.file} title={name}>
          {name}
        </span>
        <span className={classes.status} title={item.error?.message}>
          {statusOf(item, t)}
        </span>
        {state === 'running' && (
          <Progress
            size={4}
            value={item.phase === 'finishing' ? 100 : share}
            animated={item.phase !== 'rendering'}
            aria-label={t('export.progressOf', { name })}
          />
        )}
      </div>
      <div className={classes.actions}>
        {isMovable && state === 'waiting' && (
          <>
            <IconButton
              size={28}
              label={t('export.earlier', { name })}
              disabled={position === 0}
              onClick={() => void exports.step(item, -1)}
            >
              <IconArrowUp size={15} />
            </IconButton>
            <IconButton
              size={28}
              label={t('export.later', { name })}
              disabled={isLast}
              onClick={() => void exports.step(item, 1)}
            >
              <IconArrowDown size={15} />
            </IconButton>
          </>
        )}
        {!ended && (
          <IconButton
            size={28}
            label={t('export.cancelFile', { name })}
            onClick={() => void exports.cancel(item.id)}
          >
            <IconX size={16} />
          </IconButton>
        )}
        {(state === 'failed' || state === 'cancelled') && (
          <IconButton
            size={28}
            label={t('export.retryFile', { name })}
            onClick={() => void exports.retry(item.id)}
          >
            <IconRefresh size={16} />
          </IconButton>
        )}
        {downloadUrl !== null && (
          <Tip label={t('export.downloadFile', { name })}>
            <a
              className={classes.download}
              href={downloadUrl}
              download={name}
              aria-label={t('export.downloadFile', { name })}
            >
              <IconDownload size={17} stroke={1.6} />
            </a>
          </Tip>
        )}
        {ended && (
          <IconButton
            size={28}
            label={t('export.removeFile', { name })}
            onClick={() => void exports.remove(item)}
          >
            <IconTrash size={15} stroke={1.6} />
          </IconButton>
        )}
      </div>
    </li>
  );
};
