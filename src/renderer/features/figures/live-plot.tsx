/** One figure over the last minute, as a small plot with its value now. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import classes from './live-plot.module.css';

const SECONDS = 60;
const HEIGHT = 46;

/** `read` gives the value of this second, null for none; `range` is grown where values leave it. `text` is how it reads now. */
export const LivePlot = ({
  name,
  text,
  help,
  range,
  marks,
  read,
}: {
  name: string;
  text: string;
  help?: string;
  range: readonly [number, number];
  marks: readonly number[];
  read(): number | null;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const reading = useRef(read);
  reading.current = read;
  const [low, high] = range;
  const lines = marks.join();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const style = getComputedStyle(element);
    const seconds = Array.from({ length: SECONDS }, (_, index) => index - SECONDS + 1);
    const values: (number | null)[] = seconds.map(() => null);
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        cursor: { show: false },
        legend: { show: false },
        padding: [6, 0, 6, 0],
        scales: {
          x: { time: false },
          y: { range: (_, least, most) => [Math.min(low, least ?? low), Math.max(high, most ?? high)] },
        },
        axes: [
          { show: false },
          {
            size: 30,
            // Where values leave the usual range, its lines would lie on one another.
            splits: (_plot, _axis, least, most) =>
              least < low || most > high
                ? [Math.round(least), Math.round(most)]
                : lines.split(',').map(Number),
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
      [seconds, values],
      element,
    );
    const timer = setInterval(() => {
      values.shift();
      values.push(reading.current());
      plot.setData([seconds, values]);
    }, 1000);
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      clearInterval(timer);
      resized.disconnect();
      plot.destroy();
    };
  }, [low, high, lines]);
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption} title={help}>
        <span>{name}</span>
        <b className="tabular">{text}</b>
      </figcaption>
      <div ref={box} className={classes.plot} role="img" aria-label={name} />
    </figure>
  );
};
