/** The canvas of a replay: drawn as long as it is mounted. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';

/** `name` is who is seen, for screen readers. */
export const ReplayPicture = ({ className, name }: { className: string | undefined; name: string }) => {
  const { t } = useTranslation();
  const { replay } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pictured = useStore(replay.stage.view, view => view.pictured);
  useEffect(() => {
    replay.stage.attach(canvas.current);
    let handle = 0;
    const frame = () => {
      replay.tick();
      handle = requestAnimationFrame(frame);
    };
    handle = requestAnimationFrame(frame);
    // A hidden tab gets no animation frames; what plays must still come to its end.
    const hidden = setInterval(() => document.hidden && replay.tick(), 250);
    return () => {
      cancelAnimationFrame(handle);
      clearInterval(hidden);
      replay.stage.attach(null);
    };
  }, [replay]);
  return (
    <canvas
      ref={canvas}
      className={className}
      data-pictured={pictured || undefined}
      role="img"
      aria-label={t('sessions.replayPicture', { name })}
    />
  );
};
