/** Waveform, mouth classes and words of the last seconds, under the picture. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import classes from './timeline.module.css';
import { drawTimeline, type TimelineColours } from './timeline-drawing.ts';

const readColours = (element: Element): TimelineColours => {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    past: token('accent'),
    future: token('wave-future'),
    line: token('line-strong'),
    text: token('text'),
    quiet: token('text-3'),
    narrow: token('mouth-narrow'),
    open: token('mouth-open'),
    hiss: token('mouth-hiss'),
    chip: token('surface-3'),
    font: style.fontFamily,
    onMouth: token('on-mouth'),
  };
};

const LONG_PAST = 15_000_000;

/** Redrawn with the screen while something lives. */
export const Timeline = () => {
  const { t } = useTranslation();
  const { stage } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const live = useStore(stage.view, view => view.link.at === 'live');
  const heard = useStore(stage.view, view => view.latencyMs !== null || view.speaking);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!live || element === null || !context) return;
    let handle = 0;
    let drawnAt = 0;
    let colours = readColours(element);
    const draw = (now: number) => {
      handle = requestAnimationFrame(draw);
      const position = stage.position();
      // 30 pictures a second are smooth enough for a scrolling line and leave time for the stage.
      // While nothing is in sight but the line of silence, one a second is enough.
      const pause = position !== null && stage.timeline.end < position - LONG_PAST ? 1000 : 30;
      if (position === null || now - drawnAt < pause) return;
      if (Math.floor(now / 1000) !== Math.floor(drawnAt / 1000)) colours = readColours(element);
      drawnAt = now;
      const { clientWidth: width, clientHeight: height } = element;
      const ratio = window.devicePixelRatio;
      if (element.width !== Math.round(width * ratio)) element.width = Math.round(width * ratio);
      if (element.height !== Math.round(height * ratio)) element.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawTimeline(context, { width, height }, stage.timeline, position, colours);
    };
    handle = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(handle);
  }, [stage, live]);
  return (
    <div className={classes.timeline}>
      <canvas ref={canvas} className={classes.canvas} role="img" aria-label={t('stage.timeline')} />
      {!heard && <span className={classes.empty}>{t('stage.timelineEmpty')}</span>}
      <ul className={classes.legend} aria-hidden="true">
        <li data-mouth="open">{t('stage.legendOpen')}</li>
        <li data-mouth="narrow">{t('stage.legendNarrow')}</li>
        <li data-mouth="hiss">{t('stage.legendHiss')}</li>
      </ul>
    </div>
  );
};
