/** The log of the server, newest at the bottom, as it comes. */
import { SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { LOG_LEVELS, type LogEntry, type LogLevel } from '../../../shared/diagnosis.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import classes from './log-view.module.css';

const ROW = 22;

/** Six digits say enough of a measured number. */
const wordOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const isLong = typeof value === 'number' && !Number.isInteger(value);
  return JSON.stringify(isLong ? Number(value.toPrecision(6)) : value);
};

const factsOf = ({ fields }: LogEntry): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${wordOf(value)}`)
    .join(' ');

/** Follows the end unless the user has scrolled up. */
export const LogView = () => {
  const { t, i18n } = useTranslation();
  const { diagnosis } = useStudio();
  const { log, filter } = useStore(diagnosis.view);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => diagnosis.watchLog(), [diagnosis]);
  const lines = log ?? [];
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  useEffect(() => {
    if (atEnd.current && lines.length > 0) rows.scrollToIndex(lines.length - 1);
  }, [lines.length, rows]);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <Section
      title={t('diagnosis.log')}
      aside={
        <span className={classes.tools}>
          <SegmentedControl
            size="xs"
            aria-label={t('diagnosis.least')}
            value={filter.least}
            onChange={least => void diagnosis.filterLog({ least: least as LogLevel })}
            data={LOG_LEVELS.map(level => ({ value: level, label: t(`diagnosis.level.${level}`) }))}
          />
          <TextInput
            size="xs"
            w={220}
            aria-label={t('diagnosis.searchLog')}
            placeholder={t('diagnosis.searchLog')}
            leftSection={<IconSearch size={14} />}
            value={filter.search}
            onChange={event => void diagnosis.filterLog({ search: event.currentTarget.value })}
          />
        </span>
      }
    >
      {log !== null && lines.length === 0 ? (
        <p className={classes.empty}>
          {t(
            filter.search === '' && filter.least === 'info' ? 'diagnosis.logEmpty' : 'sessions.nothingFound',
          )}
        </p>
      ) : (
        <div
          ref={box}
          className={classes.box}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard
          tabIndex={0}
          role="log"
          aria-label={t('diagnosis.log')}
          onScroll={({ currentTarget: el }) => {
            atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < 2 * ROW;
          }}
        >
          <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {rows.getVirtualItems().map(({ index, start }) => {
              const entry = lines[index]!;
              return (
                <div
                  key={entry.serial}
                  className={classes.line}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <time dateTime={entry.at}>{time.format(new Date(entry.at))}</time>
                  <b data-level={entry.level}>{t(`diagnosis.lineLevel.${entry.level}`)}</b>
                  <span title={`${entry.message} ${factsOf(entry)}`} lang="en">
                    {entry.message} <em>{factsOf(entry)}</em>
                  </span>
                </div>
              );
            })}
          </div>
        </div>
      )}
    </Section>
  );
};
