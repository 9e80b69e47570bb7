/** A screen that is one scrolled page under its title. */
import { ScrollArea } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

/** `aside` stands beside the title and does not scroll; without children the screen is on its way. */
export const Page = ({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children?: ReactNode;
}) => (
  <main className={classes.screen} id="main" aria-label={title} tabIndex={-1}>
    <header className={classes.header}>
      <h1 className={classes.title}>{title}</h1>
      {aside}
    </header>
    <ScrollArea className={classes.scroll}>{children}</ScrollArea>
  </main>
);
