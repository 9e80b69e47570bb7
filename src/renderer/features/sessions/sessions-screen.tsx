/** Every session that was kept: found, heard, made into a video again, forgotten. */
import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { readableBytes } from '../../ui/readable-bytes.ts';
import { SessionDetail } from './session-detail.tsx';
import { SessionList } from './session-list.tsx';
import classes from './sessions-screen.module.css';

const PROTOCOLS = ['omnirt', 'flashtalk', 'studio'] as const;

/** Route `/sessions`. */
export const SessionsScreen = () => {
  const { t } = useTranslation();
  const { sessions, server } = useStudio();
  const view = useStore(sessions.view);
  const dataDir = useStore(server.view, state => state.server?.dataDir);
  const { list, search, protocol, selectedId, totals, forgotten, error } = view;
  useEffect(() => {
    sessions.open();
    return () => sessions.close();
  }, [sessions]);
  const selected = list?.find(({ id }) => id === selectedId);
  const filtered = search !== '' || protocol !== null;
  return (
    <div className={classes.screen} data-detail={selected !== undefined || undefined}>
      <main className={classes.main} id="main" aria-label={t('sessions.title')} tabIndex={-1}>
        <header className={classes.header}>
          <h1 className={classes.title}>{t('sessions.title')}</h1>
          <TextInput
            className={classes.search ?? ''}
            size="sm"
            aria-label={t('sessions.search')}
            placeholder={t('sessions.search')}
            leftSection={<IconSearch size={15} />}
            value={search}
            onChange={event => sessions.setSearch(event.currentTarget.value)}
          />
          <Select
            size="sm"
            w={150}
            clearable
            aria-label={t('sessions.protocol')}
            placeholder={t('sessions.allProtocols')}
            value={protocol}
            data={[...PROTOCOLS]}
            onChange={value => sessions.setProtocol(value)}
          />
        </header>
        {error !== null && (
          <div className={classes.note} role="alert">
            <ErrorNote error={error} />
          </div>
        )}
        {list !== null && list.length > 0 && <SessionList list={list} selectedId={selectedId} />}
        {list?.length === 0 && (
          <div className={classes.empty}>
            <strong>{t(filtered ? 'sessions.nothingFound' : 'sessions.empty')}</strong>
            <p>{t(filtered ? 'sessions.nothingFoundHelp' : 'sessions.emptyHelp')}</p>
          </div>
        )}
        <footer className={classes.stored}>
          {forgotten.length > 0 ? (
            <span role="status">
              {t('sessions.forgotten', { count: forgotten.length })}{' '}
              <Button size="compact-xs" variant="subtle" onClick={() => sessions.undoForget()}>
                {t('common.undo')}
              </Button>
            </span>
          ) : (
            totals !== null && (
              <span>
                {t('sessions.stored', {
                  count: totals.sessions,
                  size: readableBytes(totals.audioBytes),
                  place: dataDir ?? '',
                })}
              </span>
            )
          )}
        </footer>
      </main>
      {selected !== undefined && <SessionDetail session={selected} />}
    </div>
  );
};
