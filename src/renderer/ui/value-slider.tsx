/** A slider that says its name and its value; a double click goes back to the start. */
import { Slider } from '@mantine/core';
import { useId } from 'react';
import classes from './value-slider.module.css';

/** `initial` is marked and restored by a double click. */
export type ValueSliderProps = {
  label: string;
  min: number;
  max: number;
  step: number;
  initial: number;
  value: number;
  format?: (value: number) => string;
  onChange(value: number): void;
};

/** One line: name, slider, value. */
export const ValueSlider = ({
  label,
  initial,
  value,
  format = plain,
  onChange,
  ...range
}: ValueSliderProps) => {
  const id = useId();
  return (
    <div className={classes.line}>
      <span className={classes.label} id={id}>
        {label}
      </span>
      <Slider
        className={classes.slider ?? ''}
        {...range}
        value={value}
        onChange={onChange}
        onDoubleClick={() => onChange(initial)}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': format(value) }}
      />
      <output className={classes.value} data-changed={value !== initial || undefined}>
        {format(value)}
      </output>
    </div>
  );
};

const plain = (value: number): string => value.toFixed(2);
