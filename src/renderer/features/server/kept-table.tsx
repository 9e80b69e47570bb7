/** A list of what was settled once and can be taken back, one row each. Knows neither apps nor tokens. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './server-screen.module.css';
import { shortTime } from './short-time.ts';

/** `action` names the last column, which has no visible head. */
export const KeptTable = ({
  heads,
  action,
  children,
}: {
  heads: readonly { text: string; isNumber?: boolean }[];
  action: string;
  children: ReactNode;
}) => (
  <table className={classes.table}>
    <thead>
      <tr>
        {heads.map(({ text, isNumber }) => (
          <th key={text} className={isNumber === true ? classes.number : undefined}>
            {text}
          </th>
        ))}
        <th>
          <span className="visually-hidden">{action}</span>
        </th>
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);

/** Two cells: since when it is, and when it was last used; null: never. */
export const KeptTimes = ({ since, last }: { since: string; last: string | null }) => {
  const { t, i18n } = useTranslation();
  return (
    <>
      <td>{shortTime(since, i18n.language)}</td>
      <td>{last === null ? t('server.never') : shortTime(last, i18n.language)}</td>
    </>
  );
};

/** The cell that takes it back; `label` says what of which row. */
export const KeptAction = ({
  text,
  label,
  color,
  act,
}: {
  text: string;
  label: string;
  color: 'gray' | 'red';
  act(): void;
}) => (
  <td className={classes.number}>
    <Button size="compact-xs" variant="subtle" color={color} aria-label={label} onClick={act}>
      {text}
    </Button>
  </td>
);
