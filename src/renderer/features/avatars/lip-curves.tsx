/** The detected lips as crisp curves, in picture pixels; goes inside an <svg> over the picture. */
import { pointsOfSketch } from '../../../shared/mouth-sketch.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import classes from './lip-curves.module.css';
import { lipPath } from './lip-path.ts';

/** Nothing when the mouth is not set; an ellipse when only its centre and radii are known. */
export const LipCurves = ({ avatar, points = false }: { avatar: AvatarView; points?: boolean }) => {
  if (avatar.mouth === null) return null;
  const { mouth_center: centre, mouth_rx, mouth_ry } = avatar.mouth.animation;
  const [outer, inner] = [pointsOfSketch(avatar.mouth.outer), pointsOfSketch(avatar.mouth.inner)];
  const scale = { x: avatar.width, y: avatar.height };
  if (outer.length === 0)
    return (
      <ellipse
        className={classes.outer}
        cx={centre[0] * scale.x}
        cy={centre[1] * scale.y}
        rx={mouth_rx * scale.x}
        ry={mouth_ry * scale.y}
      />
    );
  return (
    <g>
      <path className={classes.shade} d={lipPath(outer, scale)} />
      <path className={classes.outer} d={lipPath(outer, scale)} />
      {inner.length > 0 && <path className={classes.inner} d={lipPath(inner, scale)} />}
      {points &&
        outer.map(([x, y]) => (
          <path key={`${x} ${y}`} className={classes.point} d={`M${x * scale.x} ${y * scale.y}h0`} />
        ))}
    </g>
  );
};
