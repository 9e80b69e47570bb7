/** The list: only the rows in sight are drawn, and only their pages are read. */
import { UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../shared/studio/sessions.ts';
import { useStudio } from '../../app/studio.ts';
import { readableDuration } from '../../ui/readable-duration.ts';
import classes from './session-list.module.css';
import { placeOf, type SessionPages, sessionAt } from './session-pages.ts';

const ROW = 56;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/** Arrow keys walk through it; Enter, or a second click, opens the chosen one, Escape lets it go. */
export const SessionList = ({
  listed,
  selectedId,
  open,
}: {
  listed: SessionPages;
  selectedId: string | null;
  open(id: string): void;
}) => {
  const { t } = useTranslation();
  const { sessions } = useStudio();
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: listed.count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => sessions.see(first, last), [first, last, sessions]);
  /** Walked to before its page was there: chosen when it comes. */
  const awaited = useRef<number | null>(null);
  useEffect(() => {
    const session = awaited.current === null ? null : sessionAt(listed, awaited.current);
    if (session === null) return;
    awaited.current = null;
    sessions.select(session);
  }, [listed, sessions]);
  const walk = (to: number): void => {
    const next = Math.min(listed.count - 1, Math.max(0, to));
    const session = sessionAt(listed, next);
    rows.scrollToIndex(next);
    awaited.current = session === null ? next : null;
    if (session !== null) sessions.select(session);
  };
  const choose = (session: SessionView): void => {
    awaited.current = null;
    sessions.select(session);
  };
  const press = (event: React.KeyboardEvent): void => {
    const at = awaited.current ?? placeOf(listed, selectedId);
    const step = STEPS[event.key];
    if (step !== undefined) walk(at + step);
    else if (event.key === 'Home') walk(0);
    else if (event.key === 'End') walk(listed.count - 1);
    else if (event.key === 'Enter' && selectedId !== null) open(selectedId);
    else if (event.key === 'Escape' && selectedId !== null) sessions.select(null);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroll}
      className={classes.list}
      role="listbox"
      aria-label={t('sessions.title')}
      aria-activedescendant={selectedId ?? undefined}
      tabIndex={0}
      onKeyDown={press}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const session = sessionAt(listed, index);
          const place = { transform: `translateY(${start}px)`, height: ROW };
          if (session === null) return <div key={index} className={classes.coming} style={place} />;
          return (
            <UnstyledButton
              key={session.id}
              id={session.id}
              className={classes.row}
              style={place}
              role="option"
              tabIndex={-1}
              aria-selected={session.id === selectedId}
              aria-setsize={listed.count}
              aria-posinset={index + 1}
              onClick={() => choose(session)}
              onDoubleClick={() => open(session.id)}
            >
              <Row session={session} />
            </UnstyledButton>
          );
        })}
      </div>
    </div>
  );
};

const formats = new Map<string, Intl.DateTimeFormat>();
/** Made once a language: making one costs more than drawing a row. */
const timeFormat = (language: string): Intl.DateTimeFormat => {
  const known = formats.get(language);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  formats.set(language, made);
  return made;
};

const Row = ({ session }: { session: SessionView }) => {
  const { t, i18n } = useTranslation();
  const { takes, said, clientName, clientOrigin } = session;
  const who = clientName ?? clientOrigin;
  return (
    <>
      <span className={classes.who}>
        {session.avatarName ?? t('sessions.sentPicture')}
        {said !== '' && <span className={classes.said}>{said}</span>}
      </span>
      <span className={classes.when}>{timeFormat(i18n.language).format(new Date(session.startedAt))}</span>
      <span className={classes.what}>
        {t(`sessions.protocols.${session.protocol}`, { defaultValue: session.protocol })}
        {who !== null && ` · ${who}`} · {readableDuration(session.durationMs)} ·{' '}
        {t('figures.framesSent', { count: session.frames })}
      </span>
      <span className={classes.marks}>
        {session.endedAt === null && <b data-tone="good">{t('sessions.running')}</b>}
        {session.errors > 0 && <b data-tone="bad">{t('sessions.errors', { count: session.errors })}</b>}
        {takes.length > 0 && <b data-tone="accent">{takes[0]?.name}</b>}
        {session.hasAudio && <span>{t('sessions.sound')}</span>}
      </span>
    </>
  );
};
