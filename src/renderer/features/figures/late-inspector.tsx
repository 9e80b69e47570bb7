/** The right panel in its own chunk: the picture and the field to type in come first. Until then its lines stand where they will be. */
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { late } from '../../app/late.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './inspector.module.css';

const Panel = late(async () => (await import('./inspector.tsx')).Inspector);

/** Titles of the look, and lines below each. */
const PARTS = { rendererTitle: 1, life: 9, blend: 1 } as const;

/** See inspector.tsx. */
export const Inspector = () => <Panel instead={<Coming />} />;

const Coming = () => {
  const { t } = useTranslation();
  return (
    <aside className={classes.inspector} aria-label={t('settings.look')} aria-busy>
      <div className={classes.tabs}>
        <div className={classes.tabsComing}>
          <b>{t('settings.look')}</b>
          <span>{t('settings.figures')}</span>
        </div>
      </div>
      <div className={classes.scroll}>
        {Object.entries(PARTS).map(([part, lines]) => (
          <Section key={part} title={t(`settings.${part}`)}>
            {Array.from({ length: lines }, (_, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines that never move
              <Skeleton key={line} height={14} my={9} radius="sm" animate={false} />
            ))}
          </Section>
        ))}
      </div>
    </aside>
  );
};
