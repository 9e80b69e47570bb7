/** When a picture has several faces: who speaks? */
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { cardPicture, faceCrop } from './face-crop.ts';
import classes from './face-picker.module.css';

/** Nothing for pictures with one face or none. */
export const FacePicker = ({ avatar }: { avatar: AvatarView }) => {
  const { t } = useTranslation();
  const { avatars } = useStudio();
  if (avatar.faces.length < 2) return null;
  return (
    <fieldset className={classes.picker}>
      <legend className={classes.legend}>
        {t('avatars.chooseFace')} · {t('avatars.faces', { count: avatar.faces.length })}
      </legend>
      <div className={classes.faces}>
        {avatar.faces.map((face, index) => {
          const { x, y, side } = faceCrop({ ...avatar, faceIndex: index });
          return (
            <UnstyledButton
              key={face.join(' ')}
              className={classes.face}
              aria-label={t('avatars.face', { number: index + 1 })}
              aria-pressed={index === avatar.faceIndex}
              onClick={() => void avatars.chooseFace(avatar.id, index)}
            >
              <svg viewBox={`${x} ${y} ${side} ${side}`} aria-hidden="true">
                <image
                  href={cardPicture(avatar)}
                  width={avatar.width}
                  height={avatar.height}
                  preserveAspectRatio="none"
                />
              </svg>
            </UnstyledButton>
          );
        })}
      </div>
    </fieldset>
  );
};
