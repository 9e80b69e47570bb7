/** A titled part of a panel. */
import { type ReactNode, useId } from 'react';
import classes from './section.module.css';

/** `aside` stands at the right of the title. */
export const Section = ({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) => {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.header}>
        <h2 className={classes.title} id={id}>
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
};
