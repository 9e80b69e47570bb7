/** An avatar's picture as its frame shows it: cut, on its background. Drawn by the page at once; main draws the same. */
import { memo, useLayoutEffect, useRef } from 'react';
import type { Size } from '../../../shared/framing.ts';
import type { FrameShape } from '../../../shared/studio/avatar-profile.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { hexOf } from '../../ui/hex-colour.ts';
import classes from './framed-picture.module.css';
import { shownCrop } from './shown-crop.ts';

/** The largest box of a frame's shape in a container that is measured (`container-type: size`). */
export const fitting = ({ width, height }: Size): React.CSSProperties => ({
  width: `min(100cqw, calc(100cqh * ${width / height}))`,
  aspectRatio: `${width} / ${height}`,
});

/** Fills its parent, which has the frame's shape. `behind`: the avatar whose picture is the background; `sharp`: the whole picture, not the small one. */
export const FramedPicture = memo(
  ({
    avatar,
    shape,
    behind,
    sharp = false,
  }: {
    avatar: AvatarView;
    shape: FrameShape;
    behind: AvatarView | null;
    sharp?: boolean;
  }) => {
    const { left, top, width, height } = shownCrop(avatar, shape);
    const { background } = avatar.profile;
    const image = useRef<SVGImageElement>(null);
    const address = sharp || avatar.hasAlpha ? avatar.pictureUrl : avatar.thumbnailUrl;
    // Taken away with the picture: a browser goes on loading for images that are gone, before those in sight.
    useLayoutEffect(() => {
      const shown = image.current;
      shown?.setAttribute('href', address);
      return () => shown?.removeAttribute('href');
    }, [address]);
    const colour = background.kind === 'colour' ? hexOf(background.rgb) : undefined;
    return (
      <div
        className={classes.frame}
        data-clear={avatar.hasAlpha && background.kind === 'transparent' ? true : undefined}
        style={colour === undefined ? undefined : { background: colour }}
      >
        {background.kind === 'image' && behind !== null && (
          <img className={classes.behind} src={behind.thumbnailUrl} alt="" draggable={false} />
        )}
        <svg
          className={classes.picture}
          viewBox={`${left} ${top} ${width} ${height}`}
          preserveAspectRatio="xMidYMid slice"
          aria-hidden="true"
        >
          <image ref={image} width={avatar.width} height={avatar.height} preserveAspectRatio="none" />
        </svg>
      </div>
    );
  },
);
