/** Loudness over time as a small shape. */
import classes from './message-part.module.css';

/** `peaks` 0 to 1, mirrored about the middle; a square root shows quiet speech too. */
export const Wave = ({
  peaks,
  width,
  height,
  label,
}: {
  peaks: readonly number[];
  width: number;
  height: number;
  label: string;
}) => {
  const middle = height / 2;
  const step = width / Math.max(1, peaks.length - 1);
  const reach = peaks.map(peak => Math.max(0.4, Math.sqrt(peak) * (middle - 1)));
  const top = reach.map((value, i) => `${(i * step).toFixed(1)},${(middle - value).toFixed(1)}`);
  const bottom = reach.map((value, i) => `${(i * step).toFixed(1)},${(middle + value).toFixed(1)}`).reverse();
  return (
    <svg
      className={classes.wave}
      viewBox={`0 0 ${width} ${height}`}
      style={{ width, height }}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <polygon points={[...top, ...bottom].join(' ')} />
    </svg>
  );
};
