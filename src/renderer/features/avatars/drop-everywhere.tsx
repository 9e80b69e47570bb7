/** Files dropped or pasted anywhere in the window: pictures become avatars, sound is spoken. */
import { Dropzone } from '@mantine/dropzone';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/studio.ts';
import classes from './drop-everywhere.module.css';
import { filesOf, sortFiles } from './file-kinds.ts';

/** Covers the window while files hover. */
export const DropEverywhere = () => {
  const { t } = useTranslation();
  const { avatars, talk } = useStudio();
  const take = useCallback(
    (files: readonly File[]) => {
      const { pictures, sound } = sortFiles(files);
      if (pictures.length > 0) avatars.add(pictures);
      if (sound !== undefined) void talk.play(sound);
    },
    [avatars, talk],
  );
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent) => take([...(clipboardData?.files ?? [])]);
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [take]);
  return (
    <Dropzone.FullScreen
      className={classes.zone ?? ''}
      onDrop={take}
      getFilesFromEvent={async event => filesOf(event)}
      activateOnClick={false}
    >
      <div className={classes.message}>
        <IconPhotoPlus size={40} stroke={1.2} />
        <strong>{t('avatars.dropHere')}</strong>
        <span>{t('avatars.dropPictures')}</span>
        <span>{t('avatars.dropAudio')}</span>
      </div>
    </Dropzone.FullScreen>
  );
};
