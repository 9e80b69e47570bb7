/** The picture's own colours behind it, filling what its shape leaves free. Painted once: a live blur would cost every frame. */
import { useEffect, useRef } from 'react';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import classes from './stage-picture.module.css';

const SIDE = 96;
const COARSE = 7;

/** Decoration only. */
export const Backdrop = ({ avatar }: { avatar: AvatarView }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { thumbnailUrl } = avatar;
  useEffect(() => {
    const image = new Image();
    image.onload = () => {
      const context = canvas.current?.getContext('2d');
      if (!context) return;
      // Shrinking to a few pixels and growing again is a blur that costs nothing.
      context.imageSmoothingQuality = 'high';
      context.globalCompositeOperation = 'copy';
      context.drawImage(image, 0, 0, COARSE, COARSE);
      context.drawImage(context.canvas, 0, 0, COARSE, COARSE, 0, 0, SIDE, SIDE);
    };
    image.src = thumbnailUrl;
    return () => {
      image.onload = null;
    };
  }, [thumbnailUrl]);
  return (
    <div className={classes.backdrop} aria-hidden="true">
      <canvas ref={canvas} width={SIDE} height={SIDE} />
    </div>
  );
};
