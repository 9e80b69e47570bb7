/** The still picture with the detected lips drawn on it, and the faces to choose from. */
import { useTranslation } from 'react-i18next';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { faceCrop } from '../avatars/face-crop.ts';
import { LipCurves } from '../avatars/lip-curves.tsx';
import classes from './mouth-view.module.css';

const CLOSE = 1.35;

/** Covers the live picture. */
export const MouthView = ({ avatar }: { avatar: AvatarView }) => {
  const { t } = useTranslation();
  const { avatars } = useStudio();
  const { width, height, faces, faceIndex } = avatar;
  // One face is looked at closely; of several, all must be in sight to choose.
  const { x, y, side } = faceCrop(avatar, CLOSE);
  const view = faces.length === 1 ? `${x} ${y} ${side} ${side}` : `0 0 ${width} ${height}`;
  return (
    <div className={classes.view}>
      <svg
        className={classes.picture}
        viewBox={view}
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
