/** How loud the microphone is, as a bar that falls slowly. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/studio.ts';
import classes from './level-meter.module.css';

const FALL = 0.9;

/** Moves without React: the level changes fifty times a second. */
export const LevelMeter = () => {
  const { t } = useTranslation();
  const { talk } = useStudio();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let shown = 0;
    return talk.view.subscribe(({ level }) => {
      shown = Math.max(level, shown * FALL);
      bar.current?.style.setProperty('transform', `scaleY(${shown.toFixed(3)})`);
      bar.current?.parentElement?.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
    });
  }, [talk]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native meter cannot stand upright in every browser
    <div
      className={classes.meter}
      role="meter"
      aria-label={t('talk.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      <div ref={bar} className={classes.bar} />
    </div>
  );
};
