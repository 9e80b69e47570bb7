/** The messages, the newest below; only the rows in sight are drawn. Follows the end while it is in sight. */
import { UnstyledButton } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MESSAGE_PATHS, type MessageLine } from '../../../shared/studio/message-log.ts';
import { useStudio } from '../../app/studio.ts';
import { readableBytes } from '../../ui/readable-bytes.ts';
import classes from './message-part.module.css';
import { Wave } from './wave.tsx';

const ROW = 34;
/** The end counts as in sight within this, px. */
const NEAR_END = 60;

const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 23);

/** Arrow keys walk through it. */
export const MessageList = ({
  lines,
  selected,
}: {
  lines: readonly MessageLine[];
  selected: number | null;
}) => {
  const { t } = useTranslation();
  const { messages } = useStudio();
  const scroll = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const last = lines.at(-1)?.n;
  useEffect(() => {
    const box = scroll.current;
    if (box !== null && last !== undefined && follows.current) box.scrollTop = box.scrollHeight;
  }, [last]);
  const walk = (step: number): void => {
    const at = lines.findIndex(({ n }) => n === selected);
    const index = Math.min(lines.length - 1, Math.max(0, at + step));
    const next = lines[index];
    if (next === undefined) return;
    void messages.select(next.n);
    rows.scrollToIndex(index);
  };
  return (
    <div
      ref={scroll}
      className={classes.list}
      role="listbox"
      aria-label={t('server.log.region')}
      tabIndex={0}
      onScroll={({ currentTarget: box }) => {
        follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
      }}
      onKeyDown={event => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        walk(step);
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index]!;
          return (
            <UnstyledButton
              key={line.n}
              className={classes.row}
              style={{ transform: `translateY(${start}px)`, height: ROW }}
              role="option"
              tabIndex={-1}
              aria-selected={line.n === selected}
              onClick={() => void messages.select(line.n === selected ? null : line.n)}
            >
              <span className={classes.time}>{clockTime(line.at)}</span>
              <span className={classes.arrow} data-direction={line.direction}>
                {line.direction === 'in' ? <IconArrowDownLeft size={14} /> : <IconArrowUpRight size={14} />}
                <span className="visually-hidden">{t(`server.log.${line.direction}`)}</span>
              </span>
              <span className={classes.client}>
                {line.isOwnPage ? t('figures.thisPage') : line.client || t('server.unnamed')}
              </span>
              <b className={classes.type}>{line.type}</b>
              <span className={classes.what}>
                <What line={line} />
              </span>
              <span className={classes.size}>{readableSize(line.bytes)}</span>
            </UnstyledButton>
          );
        })}
      </div>
    </div>
  );
};

/** Small messages count in bytes. */
const readableSize = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : readableBytes(bytes));

const What = ({ line }: { line: MessageLine }) => {
  const { t } = useTranslation();
  if (line.text !== null) return <span className={classes.text}>{line.text}</span>;
  if (line.peaks !== null)
    return <Wave peaks={line.peaks} width={120} height={22} label={t('server.log.sound')} />;
  if (line.frames === 0) return null;
  return (
    <>
      <img
        className={classes.thumb}
        src={`${MESSAGE_PATHS.picture}?n=${line.n}&frame=0`}
        alt={t('server.log.picture', { number: 1 })}
        loading="lazy"
      />
      {t('server.log.frames', { count: line.frames })}
    </>
  );
};
