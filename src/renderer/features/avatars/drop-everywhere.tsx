/** Files and folders dropped or pasted anywhere in the window: pictures and avatar folders become avatars, sound is spoken. */
import { Dropzone } from '@mantine/dropzone';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStudio } from '../../app/studio.ts';
import classes from './drop-everywhere.module.css';
import { sortFiles } from './file-kinds.ts';
import { type PlacedFile, readTransfer } from './folder-files.ts';

const transferOf = (event: unknown): DataTransfer | null => {
  const transfer =
    event !== null && typeof event === 'object' && 'dataTransfer' in event ? event.dataTransfer : null;
  return transfer instanceof DataTransfer ? transfer : null;
};

/** Covers the window while files hover. On the avatars' own screen clips become avatars; elsewhere their sound is spoken. */
export const DropEverywhere = () => {
  const { t } = useTranslation();
  const { imports, talk } = useStudio();
  const [location] = useLocation();
  const clipsAreAvatars = location.startsWith('/avatars');
  const dropped = useRef<PlacedFile[]>([]);
  const take = useCallback(
    (placed: readonly PlacedFile[]) => {
      const alone = placed.filter(({ path }) => !path.includes('/')).map(({ file }) => file);
      const { pictures, sound } = sortFiles(alone, clipsAreAvatars);
      const kept = placed.filter(({ path, file }) => path.includes('/') || pictures.includes(file));
      if (kept.length > 0) imports.addPlaced(kept);
      if (sound !== undefined) void talk.play(sound);
    },
    [imports, talk, clipsAreAvatars],
  );
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent) =>
      take([...(clipboardData?.files ?? [])].map(file => ({ path: file.name, file })));
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [take]);
  return (
    <Dropzone.FullScreen
      className={classes.zone ?? ''}
      onDrop={() => {
        take(dropped.current);
        dropped.current = [];
      }}
      getFilesFromEvent={event => {
        const transfer = transferOf(event);
        if (transfer === null) return Promise.resolve([]);
        if ((event as Event).type !== 'drop') return Promise.resolve([...transfer.files]);
        return readTransfer(transfer).then(placed => {
          dropped.current = placed;
          return placed.map(({ file }) => file);
        });
      }}
      activateOnClick={false}
    >
      <div className={classes.message}>
        <IconPhotoPlus size={40} stroke={1.2} />
        <strong>{t('avatars.dropHere')}</strong>
        <span>{t('avatars.dropPictures')}</span>
        <span>{t(clipsAreAvatars ? 'avatars.dropClips' : 'avatars.dropAudio')}</span>
      </div>
    </Dropzone.FullScreen>
  );
};
