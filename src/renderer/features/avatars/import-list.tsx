/** Imports under way, and those that failed with what to do. */
import { Progress } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { Importing } from './avatars.ts';
import classes from './import-list.module.css';

/** Nothing when nothing is imported. */
export const ImportList = () => {
  const { avatars } = useStudio();
  const importing = useStore(avatars.view, view => view.importing);
  if (importing.length === 0) return null;
  return (
    <ul className={classes.list} aria-live="polite">
      {importing.map(item => (
        <ImportRow key={item.key} item={item} />
      ))}
    </ul>
  );
};

const ImportRow = ({ item }: { item: Importing }) => {
  const { t } = useTranslation();
  const { avatars } = useStudio();
  const { name, progress, error } = item;
  return (
    <li className={classes.row} data-failed={error !== null || undefined}>
      <div className={classes.line}>
        <span className={classes.name} title={name}>
          {name}
        </span>
        <IconButton
          size={20}
          label={t('avatars.dismiss', { name })}
          onClick={() => avatars.dismiss(item.key)}
        >
          <IconX size={13} />
        </IconButton>
      </div>
      {error === null ? (
        <>
          <Progress
            size={3}
            value={progress * 100}
            animated={progress >= 1}
            aria-label={t('avatars.importing', { name })}
          />
          {progress >= 1 && <span className={classes.looking}>{t('avatars.looking')}</span>}
        </>
      ) : (
        <>
          <strong className={classes.error}>{t(`errors.${error.code}.title`)}</strong>
          <ErrorNote error={error} />
        </>
      )}
    </li>
  );
};
