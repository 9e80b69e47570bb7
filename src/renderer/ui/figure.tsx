/** A measured value with its name, in tabular numerals. */
import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './figure.module.css';

/** One line: name left, value right; `help` explains on hover and focus. */
export const Figure = ({ name, value, unit, help, tone }: FigureProps) => (
  <Tooltip label={help} disabled={help === undefined} multiline w={230} position="left">
    <div className={classes.row} tabIndex={help === undefined ? undefined : 0}>
      <dt className={classes.name}>{name}</dt>
      <dd className={classes.value} data-tone={tone}>
        {value}
        {unit !== undefined && <span className={classes.unit}>{unit}</span>}
      </dd>
    </div>
  </Tooltip>
);

/** `tone` colours a value that needs attention. */
export type FigureProps = {
  name: string;
  value: ReactNode;
  unit?: string;
  help?: string;
  tone?: 'good' | 'warn' | 'bad' | undefined;
};

/** Signed milliseconds with a true minus: "+4", "−12", "0". */
export const signed = (value: number): string => {
  const rounded = Math.round(value);
  return rounded < 0 ? `−${-rounded}` : rounded > 0 ? `+${rounded}` : '0';
};
