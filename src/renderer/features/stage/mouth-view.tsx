/** The still picture with the detected lips drawn on it, and the faces to choose from. */
import { useTranslation } from 'react-i18next';
import type { AvatarView } from '../../../shared/studio-api.ts';
import { useStudio } from '../../app/studio.ts';
import { LipCurves } from '../avatars/lip-curves.tsx';
import classes from './mouth-view.module.css';

/** Covers the live picture. */
export const MouthView = ({ avatar }: { avatar: AvatarView }) => {
  const { t } = useTranslation();
  const { avatars } = useStudio();
  const { width, height, faces, faceIndex } = avatar;
  return (
    <div className={classes.view}>
      <svg
        className={classes.picture}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('avatars.lipsOf', { name: avatar.name })}
      >
        <image href={avatar.pictureUrl} width={width} height={height} />
        {faces.map(([left, top, right, bottom], index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the same choice is offered as buttons in the panel
          <rect
            key={`${left} ${top}`}
            className={classes.face}
            data-chosen={index === faceIndex || undefined}
            x={left * width}
            y={top * height}
            width={(right - left) * width}
            height={(bottom - top) * height}
            rx={width * 0.01}
            onClick={() => index !== faceIndex && void avatars.chooseFace(avatar.id, index)}
          />
        ))}
        <LipCurves avatar={avatar} points />
      </svg>
      <div className={classes.legend}>
        {avatar.mouth === null ? (
          <>
            <strong>{t('avatars.mouthNotSet')}</strong> {t('avatars.mouthNotSetHelp')}
          </>
        ) : (
          t(avatar.mouthSource === 'hand' ? 'avatars.mouthByHand' : 'stage.mouthView')
        )}
      </div>
    </div>
  );
};
