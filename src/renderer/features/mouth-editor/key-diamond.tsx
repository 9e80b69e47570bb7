/** A key frame on the strip: a diamond that can be dragged, or moved and deleted by keys. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import classes from './film-strip.module.css';
import { frameAt, shareOf, stepTo } from './frame-places.ts';

/** A drag shorter than this is a click, px. */
const STILL = 4;

/** `width`: of the strip, px. */
export const KeyDiamond = ({ frame, frames, width }: { frame: number; frames: number; width: number }) => {
  const { t } = useTranslation();
  const { mouth } = useStudio();
  const isHere = useStore(mouth.view, view => view.frame === frame);
  const [dragged, setDragged] = useState<{ from: number; by: number } | null>(null);
  const move = (to: number): void => {
    if (to === frame || to < 0 || to >= frames) return;
    mouth.run({ kind: 'move-key', from: frame, to });
    mouth.goTo(to);
  };
  const at = shareOf(frame, frames) * width + (dragged?.by ?? 0);
  return (
    <button
      type="button"
      className={classes.key}
      data-here={isHere || undefined}
      style={{ left: at }}
      aria-label={t('mouth.keyAt', { frame: frame + 1 })}
      onClick={event => event.detail === 0 && mouth.goTo(frame)}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged({ from: event.clientX, by: 0 });
      }}
      onPointerMove={event =>
        dragged !== null && setDragged({ ...dragged, by: event.clientX - dragged.from })
      }
      onPointerCancel={() => setDragged(null)}
      onPointerUp={() => {
        setDragged(null);
        if (Math.abs(dragged?.by ?? 0) <= STILL) mouth.goTo(frame);
        else move(frameAt(at / Math.max(1, width), frames));
      }}
      onKeyDown={event => {
        const to = stepTo(event.key, event.shiftKey, frame, frames);
        if (to !== null) move(to);
        else if (event.key === 'Delete' || event.key === 'Backspace')
          mouth.run({ kind: 'delete-key', frame });
        else return;
        event.preventDefault();
      }}
    />
  );
};
