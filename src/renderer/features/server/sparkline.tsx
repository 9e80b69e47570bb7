/** A line of small values without axes. */
import classes from './server-screen.module.css';

const WIDTH = 64;
const HEIGHT = 18;
/** Values that fill the width. */
const FULL = 60;

/** `values` from old to new, the newest at the right; the scale reaches the largest, 25 at least. */
export const Sparkline = ({ values, label }: { values: readonly number[]; label: string }) => {
  if (values.length < 2) return <span className={classes.spark} />;
  const top = Math.max(25, ...values);
  const points = values.map((value, index) => {
    const x = WIDTH - ((values.length - 1 - index) * WIDTH) / (FULL - 1);
    return `${x.toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 2)).toFixed(1)}`;
  });
  return (
    <svg className={classes.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      <polyline points={points.join(' ')} />
    </svg>
  );
};
