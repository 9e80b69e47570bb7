/** Files dropped or pasted anywhere in the window: pictures become avatars, sound is spoken. */
import { Dropzone } from '@mantine/dropzone';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/studio.ts';
import classes from './drop-everywhere.module.css';

/** Sound and video files go to the avatar's mouth; everything else is tried as a picture, whose refusal says why. */
export const sortFiles = (files: readonly File[]): { pictures: File[]; sound: File | undefined } => {
  const isSound = (file: File) => file.type.startsWith('audio/') || file.type.startsWith('video/');
  return { pictures: files.filter(file => !isSound(file)), sound: files.find(isSound) };
};

/** Covers the window while files hover. */
export const DropEverywhere = () => {
  const { t } = useTranslation();
  const { avatars, talk } = useStudio();
  useEffect(() => {
    const take = (files: readonly File[]) => {
      const { pictures, sound } = sortFiles(files);
      if (pictures.length > 0) avatars.add(pictures);
      if (sound !== undefined) void talk.play(sound);
    };
    const paste = ({ clipboardData }: ClipboardEvent) => {
      if (clipboardData !== null && clipboardData.files.length > 0) take([...clipboardData.files]);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [avatars, talk]);
  const drop = (files: File[]) => {
    const { pictures, sound } = sortFiles(files);
    if (pictures.length > 0) avatars.add(pictures);
    if (sound !== undefined) void talk.play(sound);
  };
  return (
    <Dropzone.FullScreen className={classes.zone ?? ''} onDrop={drop} maxFiles={0} activateOnClick={false}>
      <div className={classes.message}>
        <IconPhotoPlus size={40} stroke={1.2} />
        <strong>{t('avatars.dropHere')}</strong>
        <span>{t('avatars.dropPictures')}</span>
        <span>{t('avatars.dropAudio')}</span>
      </div>
    </Dropzone.FullScreen>
  );
};
