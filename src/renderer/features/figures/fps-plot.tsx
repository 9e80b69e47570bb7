/** Frames shown a second over the last minute, as a small plot. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import { useStudio } from '../../app/studio.ts';
import classes from './fps-plot.module.css';

const SECONDS = 60;
const HEIGHT = 54;

/** Redrawn once a second. */
export const FpsPlot = () => {
  const { t } = useTranslation();
  const { stage } = useStudio();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const seconds = Array.from({ length: SECONDS }, (_, index) => index - SECONDS + 1);
    const fps: (number | null)[] = seconds.map(() => null);
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        cursor: { show: false },
        legend: { show: false },
        padding: [4, 0, 2, 0],
        scales: { x: { time: false }, y: { range: [0, 30] } },
        axes: [
          { show: false },
          {
            size: 26,
            splits: [0, 25],
            font: `10px ${style.fontFamily}`,
            stroke: style.getPropertyValue('--text-3'),
            grid: { stroke: style.getPropertyValue('--line'), width: 1 },
            ticks: { show: false },
          },
        ],
        series: [
          {},
          {
            stroke: style.getPropertyValue('--accent'),
            fill: style.getPropertyValue('--accent-soft'),
            width: 1.5,
            points: { show: false },
          },
        ],
      },
      [seconds, fps],
      element,
    );
    const timer = setInterval(() => {
      fps.shift();
      fps.push(stage.view.getState().figures.fps);
      plot.setData([seconds, fps]);
    }, 1000);
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      clearInterval(timer);
      resized.disconnect();
      plot.destroy();
    };
  }, [stage]);
  return <div ref={box} className={classes.plot} role="img" aria-label={t('figures.history')} />;
};
