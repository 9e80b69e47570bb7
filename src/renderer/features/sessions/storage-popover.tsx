/** What is stored of sessions and exports, where, how large it is, how long it is kept, and forgetting much at once. */
import { Button, Popover, Select, Switch } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StudioSettings } from '../../../shared/studio/settings.ts';
import { useStudio } from '../../app/studio.ts';
import { readableBytes } from '../../ui/readable-bytes.ts';
import classes from './storage-popover.module.css';

const AGES = [1, 7, 30, 90, 365] as const;

/** A button that opens it. */
export const StoragePopover = () => {
  const { t } = useTranslation();
  const { exports, sessions } = useStudio();
  const count = useStore(sessions.view, view => view.totals?.sessions);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (opened) void exports.look();
  }, [opened, exports]);
  return (
    <Popover position="bottom-end" width={420} trapFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconDatabase size={16} stroke={1.6} />}
          onClick={() => setOpened(!opened)}
        >
          {t('sessions.storage')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.box ?? ''} aria-label={t('sessions.storage')}>
        <Stored />
        <Kept />
        <ForgetOlder key={count} />
      </Popover.Dropdown>
    </Popover>
  );
};

/** The plain sentence. */
const Stored = () => {
  const { t, i18n } = useTranslation();
  const { sessions, exports, server } = useStudio();
  const totals = useStore(sessions.view, view => view.totals);
  const place = useStore(exports.view, view => view.place);
  const dataDir = useStore(server.view, state => state.server?.dataDir) ?? '';
  if (totals === null) return null;
  const since = totals.oldestAt === null ? null : new Date(totals.oldestAt);
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' });
  return (
    <>
      <h2 className={classes.title}>{t('sessions.storedTitle')}</h2>
      <p className={classes.sentence}>
        {t('sessions.storedSessions', {
          count: totals.sessions,
          number: new Intl.NumberFormat(i18n.language).format(totals.sessions),
          size: readableBytes(totals.audioBytes),
        })}
        {since !== null && ` ${t('sessions.storedSince', { date: date.format(since) })}`}{' '}
        {place !== null && t('sessions.storedExports', { size: readableBytes(place.bytes) })}
      </p>
      <p className={classes.sentence}>{t('sessions.storedWhat')}</p>
      <code className={classes.folder}>{dataDir}</code>
    </>
  );
};

/** What is offered; what was set elsewhere is added. */
const LIMITS = {
  keepSessionsDays: [0, 7, 30, 90, 365],
  keepAudioMb: [0, 512, 2048, 10_240, 51_200],
  keepExportsDays: [0, 7, 30, 90, 365],
  keepExportsMb: [0, 2048, 10_240, 51_200, 204_800],
} as const;
type Limit = keyof typeof LIMITS;
const MB = 1024 * 1024;

const Kept = () => {
  const { t } = useTranslation();
  const { settings } = useStudio();
  const kept = useStore(settings.view);
  const nameOf = (limit: Limit, value: number): string => {
    if (value === 0) return t(limit === 'keepAudioMb' ? 'sessions.keepNone' : 'sessions.keepAll');
    return limit.endsWith('Days') ? t('sessions.keepDays', { count: value }) : readableBytes(value * MB);
  };
  const field = (limit: Limit) => (
    <Select
      size="xs"
      label={t(`sessions.${limit}`)}
      allowDeselect={false}
      comboboxProps={{ withinPortal: false }}
      value={String(kept[limit])}
      data={[...new Set([...LIMITS[limit], kept[limit]])]
        .sort((a, b) => a - b)
        .map(value => ({ value: String(value), label: nameOf(limit, value) }))}
      onChange={value => {
        const patch: Partial<StudioSettings> = { [limit]: Number(value) };
        settings.update(patch);
      }}
    />
  );
  return (
    <>
      <h2 className={classes.title}>{t('sessions.keepTitle')}</h2>
      <Switch
        size="sm"
        label={t('sessions.keepSound')}
        checked={kept.keepSessionAudio}
        onChange={event => settings.update({ keepSessionAudio: event.currentTarget.checked })}
      />
      <div className={classes.limits}>
        {field('keepSessionsDays')}
        {field('keepAudioMb')}
        {field('keepExportsDays')}
        {field('keepExportsMb')}
      </div>
      <p className={classes.hint}>{t('sessions.keepHint')}</p>
    </>
  );
};

const ForgetOlder = () => {
  const { t } = useTranslation();
  const { sessions } = useStudio();
  const [days, setDays] = useState<number>(30);
  const [count, setCount] = useState<number | null>(null);
  const isNone = count === null || count === 0;
  useEffect(() => {
    let gone = false;
    sessions.countOlder(days).then(
      found => !gone && setCount(found),
      () => !gone && setCount(null),
    );
    return () => {
      gone = true;
    };
  }, [days, sessions]);
  return (
    <>
      <h2 className={classes.title}>{t('sessions.forgetTitle')}</h2>
      <div className={classes.forget}>
        <Select
          size="xs"
          flex={1}
          aria-label={t('sessions.olderThan')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          value={String(days)}
          data={AGES.map(age => ({ value: String(age), label: t('sessions.olderThanDays', { count: age }) }))}
          onChange={value => setDays(Number(value))}
        />
        <Button
          size="xs"
          variant="default"
          {...(isNone ? {} : { c: 'var(--bad)' })}
          disabled={isNone}
          onClick={() => void sessions.forgetOlder(days)}
        >
          {t('sessions.forgetCount', { count: count ?? 0 })}
        </Button>
      </div>
    </>
  );
};
