/** The canvas of the live session. Draws as long as it is mounted; one at a time. */
import { type CSSProperties, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';

/** `name` is who is seen, for screen readers. */
export const LivePicture = ({
  className,
  name,
  style,
}: {
  className: string | undefined;
  name: string;
  style?: CSSProperties | undefined;
}) => {
  const { t } = useTranslation();
  const { stage } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pictured = useStore(stage.view, view => view.pictured);
  useEffect(() => {
    stage.attach(canvas.current);
    let handle = 0;
    const frame = () => {
      stage.tick();
      handle = requestAnimationFrame(frame);
    };
    handle = requestAnimationFrame(frame);
    // A hidden tab gets no animation frames; speech must still end and the next text begin.
    const hidden = setInterval(() => document.hidden && stage.tick(), 250);
    return () => {
      cancelAnimationFrame(handle);
      clearInterval(hidden);
      stage.attach(null);
    };
  }, [stage]);
  return (
    <canvas
      ref={canvas}
      className={className}
      style={style}
      data-pictured={pictured || undefined}
      role="img"
      aria-label={t('stage.picture', { name })}
    />
  );
};
