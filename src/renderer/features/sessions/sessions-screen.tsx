/** Every session that was kept: found, looked at, opened to be seen again, forgotten. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SessionDetail } from './session-detail.tsx';
import { SessionFilters } from './session-filters.tsx';
import { SessionList } from './session-list.tsx';
import { ALL, isNarrowed } from './sessions.ts';
import classes from './sessions-screen.module.css';
import { StoragePopover } from './storage-popover.tsx';

/** Route `/sessions`. */
export const SessionsScreen = () => {
  const { t, i18n } = useTranslation();
  const { sessions } = useStudio();
  const [, go] = useLocation();
  const { listed, narrowing, selected, error } = useStore(sessions.view);
  useEffect(() => {
    sessions.open();
    return () => sessions.close();
  }, [sessions]);
  const open = (id: string): void => go(`/sessions/${id}`);
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <div className={classes.screen} data-detail={selected !== null || undefined}>
      <main className={classes.main} id="main" aria-label={t('sessions.title')} tabIndex={-1}>
        <header className={classes.header}>
          <h1 className={classes.title}>{t('sessions.title')}</h1>
          {listed !== null && listed.count > 0 && (
            <span className={classes.count}>
              {t('sessions.found', { count: listed.count, number: number.format(listed.count) })}
            </span>
          )}
          <Forgotten />
          <StoragePopover />
        </header>
        <SessionFilters />
        {error !== null && (
          <div className={classes.note} role="alert">
            <ErrorNote error={error} />
          </div>
        )}
        {listed !== null && listed.count > 0 && (
          <SessionList
            key={JSON.stringify(narrowing)}
            listed={listed}
            selectedId={selected?.id ?? null}
            open={open}
          />
        )}
        {listed?.count === 0 && (
          <Empty narrowed={isNarrowed(narrowing)} reset={() => sessions.narrow(ALL)} say={() => go('/')} />
        )}
      </main>
      {selected !== null && <SessionDetail session={selected} />}
    </div>
  );
};

const Forgotten = () => {
  const { t } = useTranslation();
  const { sessions } = useStudio();
  const forgotten = useStore(sessions.view, view => view.forgotten);
  const count = forgotten.reduce((sum, one) => sum + one.count, 0);
  return (
    <span className={classes.forgotten} role="status">
      {count > 0 && (
        <>
          {t('sessions.forgotten', { count })}{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => void sessions.undoForget()}>
            {t('common.undo')}
          </Button>
        </>
      )}
    </span>
  );
};

const Empty = ({ narrowed, reset, say }: { narrowed: boolean; reset(): void; say(): void }) => {
  const { t } = useTranslation();
  return (
    <div className={classes.empty}>
      <strong>{t(narrowed ? 'sessions.nothingFound' : 'sessions.empty')}</strong>
      <p>{t(narrowed ? 'sessions.nothingFoundHelp' : 'sessions.emptyHelp')}</p>
      <Button variant="default" size="sm" onClick={narrowed ? reset : say}>
        {t(narrowed ? 'sessions.showAll' : 'sessions.sayFirst')}
      </Button>
    </div>
  );
};
