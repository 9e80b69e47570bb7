/** The avatars: import, choose, rename, delete. */
import { Button, ScrollArea, Skeleton } from '@mantine/core';
import { IconPhotoPlus, IconVector, IconVectorOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { pickFiles } from '../../app/file-pickers.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { AvatarCard } from './avatar-card.tsx';
import classes from './avatar-panel.module.css';
import { FacePicker } from './face-picker.tsx';
import { IMPORT_ACCEPT } from './folder-files.ts';
import { ImportList } from './import-list.tsx';

/** More than so many are looked for on the screen of their own, which draws only what is seen. */
const BESIDE = 120;

/** Left panel. */
export const AvatarPanel = () => {
  const { t } = useTranslation();
  const { avatars, imports } = useStudio();
  const [, go] = useLocation();
  const { list, selectedId, showLips, error } = useStore(avatars.view);
  const importing = useStore(imports.view, view => view.list);
  const selected = list?.find(avatar => avatar.id === selectedId);
  const pick = () => void pickFiles(IMPORT_ACCEPT, true).then(files => imports.add(files));
  return (
    <aside className={classes.panel} aria-label={t('avatars.title')}>
      <header className={classes.header}>
        <h2 className={classes.title}>{t('avatars.title')}</h2>
        {list !== null && <span className={classes.count}>{list.length}</span>}
        <IconButton
          label={t(showLips ? 'avatars.hideLips' : 'avatars.showLips')}
          aria-pressed={showLips}
          onClick={() => avatars.setShowLips(!showLips)}
        >
          {showLips ? <IconVector size={17} stroke={1.6} /> : <IconVectorOff size={17} stroke={1.6} />}
        </IconButton>
      </header>
      <ScrollArea className={classes.scroll} viewportProps={{ tabIndex: -1 }}>
        {list === null && error === null && <Loading />}
        {list === null && error !== null && (
          <div className={classes.note}>
            <strong>{t('avatars.loadFailed')}</strong>
            <ErrorNote error={error} />
          </div>
        )}
        {list?.length === 0 && importing.length === 0 && (
          <div className={classes.note}>
            <strong>{t('avatars.empty')}</strong>
            <p>{t('avatars.emptyHelp')}</p>
          </div>
        )}
        <ImportList />
        {list !== null && (
          <ul className={classes.grid} aria-label={t('avatars.list')}>
            {beside(list, selectedId).map(avatar => (
              <AvatarCard
                key={avatar.id}
                avatar={avatar}
                selected={avatar.id === selectedId}
                lips={showLips}
              />
            ))}
          </ul>
        )}
        {list !== null && list.length > BESIDE && (
          <Button fullWidth variant="subtle" color="gray" size="xs" mb={12} onClick={() => go('/avatars')}>
            {t('avatars.allOf', { count: list.length })}
          </Button>
        )}
      </ScrollArea>
      {selected !== undefined && <FacePicker avatar={selected} />}
      <footer className={classes.footer}>
        <Button
          variant="default"
          fullWidth
          leftSection={<IconPhotoPlus size={17} stroke={1.6} />}
          onClick={pick}
        >
          {t('avatars.import')}
        </Button>
        <p className={classes.hint}>{t('avatars.dropHint')}</p>
      </footer>
    </aside>
  );
};

/** The first of the list; whoever is on the stage is one of them. */
const beside = (list: readonly AvatarView[], selectedId: string | null): readonly AvatarView[] => {
  const first = list.slice(0, BESIDE);
  const staged = list.find(({ id }) => id === selectedId);
  return staged === undefined || first.includes(staged) ? first : [staged, ...first];
};

const Loading = () => {
  const { t } = useTranslation();
  return (
    <div className={classes.grid} role="status" aria-label={t('avatars.loading')}>
      {[1, 2, 3, 4].map(key => (
        <Skeleton key={key} style={{ aspectRatio: 1 }} radius={9} mb={28} />
      ))}
    </div>
  );
};
