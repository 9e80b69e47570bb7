/** The list: only the rows in sight are drawn, and the next page is read before its end. */
import { UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';
import { readableDuration } from '../../ui/readable-duration.ts';
import classes from './sessions-screen.module.css';

const ROW = 54;
const AHEAD = 20;

/** Arrow keys walk through it. */
export const SessionList = ({
  list,
  selectedId,
}: {
  list: readonly SessionView[];
  selectedId: string | null;
}) => {
  const { t, i18n } = useTranslation();
  const { sessions } = useStudio();
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last > list.length - AHEAD) sessions.more();
  }, [last, list.length, sessions]);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const walk = (step: number): void => {
    const at = list.findIndex(({ id }) => id === selectedId);
    const next = list[Math.min(list.length - 1, Math.max(0, at + step))];
    if (next === undefined) return;
    sessions.select(next.id);
    rows.scrollToIndex(list.indexOf(next));
  };
  return (
    <div
      ref={scroll}
      className={classes.list}
      role="listbox"
      aria-label={t('sessions.title')}
      tabIndex={0}
      onKeyDown={event => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        walk(step);
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const session = list[index]!;
          return (
            <UnstyledButton
              key={session.id}
              className={classes.row}
              style={{ transform: `translateY(${start}px)`, height: ROW }}
              role="option"
              tabIndex={-1}
              aria-selected={session.id === selectedId}
              onClick={() => sessions.select(session.id)}
            >
              <span className={classes.who}>{session.avatarName ?? t('sessions.sentPicture')}</span>
              <span className={classes.when}>{time.format(new Date(session.startedAt))}</span>
              <span className={classes.what}>
                {session.protocol} · {readableDuration(session.durationMs)} ·{' '}
                {t('figures.framesSent', { count: session.frames })}
              </span>
              <span className={classes.marks}>
                {session.endedAt === null && <b data-tone="good">{t('sessions.running')}</b>}
                {session.errors > 0 && (
                  <b data-tone="bad">{t('sessions.errors', { count: session.errors })}</b>
                )}
                {session.hasAudio && <span>{t('sessions.sound')}</span>}
              </span>
            </UnstyledButton>
          );
        })}
      </div>
    </div>
  );
};
