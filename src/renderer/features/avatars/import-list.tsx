/** Imports under way, and those that failed with what to do. */
import { Progress } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './import-list.module.css';
import type { Importing } from './imports.ts';

/** Nothing when nothing is imported. */
export const ImportList = () => {
  const { imports } = useStudio();
  const list = useStore(imports.view, view => view.list);
  if (list.length === 0) return null;
  return (
    <ul className={classes.list}>
      {list.map(item => (
        <ImportRow key={item.key} item={item} />
      ))}
    </ul>
  );
};

/** The share that is done: sending is half of what a clip or a folder takes. */
const shareOf = ({ kind, progress, frames }: Importing): number => {
  if (kind === 'picture') return progress;
  const looked = frames === null ? 0 : frames.framesDone / Math.max(1, frames.framesTotal);
  return (progress + looked) / 2;
};

const ImportRow = ({ item }: { item: Importing }) => {
  const { t } = useTranslation();
  const { imports } = useStudio();
  const { key, name, waiting, progress, frames, error } = item;
  const stage = waiting
    ? t('avatars.importWaiting')
    : progress < 1
      ? t('avatars.sending', { share: Math.floor(progress * 100) })
      : frames === null
        ? t('avatars.looking')
        : t('avatars.lookingAtFrames', { done: frames.framesDone, total: frames.framesTotal });
  return (
    <li className={classes.row} data-failed={error !== null || undefined}>
      <div className={classes.line}>
        <span className={classes.name} title={name}>
          {name}
        </span>
        <IconButton
          size={20}
          label={t(error === null ? 'avatars.cancelImport' : 'avatars.dismiss', { name })}
          onClick={() => imports.dismiss(key)}
        >
          <IconX size={13} />
        </IconButton>
      </div>
      {error === null ? (
        <>
          <Progress
            size={3}
            value={shareOf(item) * 100}
            animated={progress >= 1 && frames === null}
            aria-label={t('avatars.importing', { name })}
          />
          <span className={classes.looking}>{stage}</span>
        </>
      ) : (
        <div role="alert">
          <strong className={classes.error}>{t(`errors.${error.code}.title`)}</strong>
          <ErrorNote error={error} />
        </div>
      )}
    </li>
  );
};
