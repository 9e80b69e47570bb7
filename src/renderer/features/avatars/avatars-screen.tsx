/** All avatars: found, sorted, tagged, brought in and given away; what is settled for one stands at the right. */
import { Button, Skeleton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'wouter';
import { useStore } from 'zustand';
import { pickFiles } from '../../app/file-pickers.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { browse } from './avatar-browser.ts';
import { AvatarDetails } from './avatar-details.tsx';
import { AvatarGrid } from './avatar-grid.tsx';
import { AVATAR_SEARCH_ID, AvatarsHeader } from './avatars-header.tsx';
import classes from './avatars-screen.module.css';
import { IMPORT_ACCEPT } from './folder-files.ts';
import { ImportList } from './import-list.tsx';
import { SelectionPanel } from './selection-panel.tsx';

/** Routes `/avatars` and `/avatars/:id`. */
export const AvatarsScreen = () => {
  const { t, i18n } = useTranslation();
  const { avatars, browser, imports, edits } = useStudio();
  const { list, error } = useStore(avatars.view);
  const { search, tags, sort, marked } = useStore(browser.view);
  const importing = useStore(imports.view, view => view.list);
  const { id = null } = useParams();
  const [, go] = useLocation();
  const shown = useMemo(
    () => browse(list ?? [], { search, tags, sort }, i18n.language),
    [list, search, tags, sort, i18n.language],
  );
  const current = list?.find(avatar => avatar.id === id) ?? null;
  const choose = (chosen: string | null): void =>
    go(chosen === null ? '/avatars' : `/avatars/${chosen}`, { replace: true });
  useEffect(() => () => browser.mark([]), [browser]);
  useHotkeys([
    ['mod+Z', () => edits.undo()],
    ['mod+shift+Z', () => edits.redo()],
    ['mod+Y', () => edits.redo()],
    ['mod+F', () => document.getElementById(AVATAR_SEARCH_ID)?.focus()],
  ]);
  const pick = () => void pickFiles(IMPORT_ACCEPT, true).then(files => imports.add(files));
  const empty = list !== null && list.length === 0;
  return (
    <div className={classes.screen} data-detail={current !== null || undefined}>
      <main className={classes.main} id="main" aria-label={t('avatars.title')} tabIndex={-1}>
        <AvatarsHeader list={list ?? []} found={shown.length} />
        {marked.size > 0 && <SelectionPanel marked={(list ?? []).filter(avatar => marked.has(avatar.id))} />}
        {importing.length > 0 && (
          <section className={classes.imports} aria-label={t('avatars.imports')}>
            <ImportList />
            {importing.length > 2 && (
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                ml={14}
                onClick={() => imports.dismissAll()}
              >
                {t('avatars.cancelAll')}
              </Button>
            )}
          </section>
        )}
        {list === null && error === null && <Loading />}
        {list === null && error !== null && (
          <div className={classes.empty} role="alert">
            <strong>{t('avatars.loadFailed')}</strong>
            <ErrorNote error={error} />
            <Button variant="default" onClick={() => void avatars.load()}>
              {t('common.retry')}
            </Button>
          </div>
        )}
        {shown.length > 0 && (
          <AvatarGrid
            shown={shown}
            currentId={current?.id ?? null}
            choose={choose}
            show={chosen => {
              avatars.select(chosen);
              go('/');
            }}
          />
        )}
        {empty && importing.length === 0 && (
          <div className={classes.empty}>
            <strong>{t('avatars.empty')}</strong>
            <p>{t('avatars.emptyHelp')}</p>
            <Button onClick={pick}>{t('avatars.import')}</Button>
          </div>
        )}
        {list !== null && !empty && shown.length === 0 && (
          <div className={classes.empty}>
            <strong>{t('avatars.nothingFound')}</strong>
            <p>{t('avatars.nothingFoundHelp')}</p>
            <Button variant="default" onClick={() => browser.look({ search: '', tags: [] })}>
              {t('avatars.showAll')}
            </Button>
          </div>
        )}
        {shown.length > 0 && <p className={classes.help}>{t('avatars.gridHelp')}</p>}
      </main>
      {current !== null && <AvatarDetails avatar={current} close={() => choose(null)} />}
    </div>
  );
};

const Loading = () => {
  const { t } = useTranslation();
  return (
    <div className={classes.loading} role="status" aria-label={t('avatars.loading')}>
      {[1, 2, 3, 4, 5, 6].map(key => (
        <Skeleton key={key} height={220} radius={9} />
      ))}
    </div>
  );
};
