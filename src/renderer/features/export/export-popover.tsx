/** Saving what was said last as a video, and the videos saved. */
import { Button, Popover, SegmentedControl, Switch, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import classes from './export-popover.module.css';
import { ExportRow } from './export-row.tsx';
import { EXPORT_EDGES, exportSize } from './exports.ts';

const CONTAINERS = ['mp4', 'webm', 'mov'] as const;
type Container = (typeof CONTAINERS)[number];

/** A button that opens the form. */
export const ExportPopover = () => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const running = useStore(exports.view, view => view.list.find(item => item.state === 'running'));
  const share =
    running === undefined ? null : Math.floor((100 * running.framesDone) / Math.max(1, running.framesTotal));
  return (
    <Popover position="bottom-end" width={340} trapFocus>
      <Popover.Target>
        <Button variant="default" size="sm" leftSection={<IconMovie size={17} stroke={1.6} />}>
          {t('export.open')}
          {share !== null && <span className={classes.share}>{share} %</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <ExportForm />
      </Popover.Dropdown>
    </Popover>
  );
};

const ExportForm = () => {
  const { t } = useTranslation();
  const { exports, talk, avatars } = useStudio();
  const { list, starting } = useStore(exports.view);
  const last = useStore(talk.view, view => view.last);
  const avatar = useStore(avatars.view, view => view.list?.find(item => item.id === view.selectedId));
  const [container, setContainer] = useState<Container>('mp4');
  const [edge, setEdge] = useState<number>(1080);
  const [fps, setFps] = useState<25 | 30>(25);
  const [transparent, setTransparent] = useState(false);
  const size = avatar === undefined ? null : exportSize(avatar, edge);
  const canBeClear = container !== 'mp4' && avatar?.hasAlpha === true;
  const start = () => {
    if (avatar === undefined || size === null || last === null) return;
    void exports.start(avatar.id, last, { container, ...size, fps, transparent: transparent && canBeClear });
  };
  return (
    <>
      <div className={classes.form}>
        <h2 className={classes.title}>{t('export.title')}</h2>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {last === null
            ? t('export.nothing')
            : last.kind === 'text'
              ? t('export.sourceText', { text: last.text })
              : t('export.sourceFile', { name: last.file.name })}
        </Text>
        <SegmentedControl
          fullWidth
          aria-label={t('export.format')}
          value={container}
          onChange={value => setContainer(value as Container)}
          data={CONTAINERS.map(value => ({ value, label: t(`export.${value}`) }))}
        />
        <Text size="xs" c="dimmed">
          {t(`export.${container}Help`)}
        </Text>
        <div className={classes.field}>
          <span>{t('export.size')}</span>
          <SegmentedControl
            size="xs"
            aria-label={t('export.size')}
            value={String(edge)}
            onChange={value => setEdge(Number(value))}
            data={EXPORT_EDGES.map(String)}
          />
        </div>
        <div className={classes.field}>
          <span>{t('export.fps')}</span>
          <SegmentedControl
            size="xs"
            aria-label={t('export.fps')}
            value={String(fps)}
            onChange={value => setFps(value === '30' ? 30 : 25)}
            data={['25', '30']}
          />
        </div>
        <Switch
          label={t('export.transparent')}
          description={
            canBeClear
              ? undefined
              : t(container === 'mp4' ? 'export.transparentNo' : 'export.transparentHelp')
          }
          checked={transparent && canBeClear}
          disabled={!canBeClear}
          onChange={event => setTransparent(event.currentTarget.checked)}
        />
        <Button fullWidth disabled={last === null || avatar === undefined} loading={starting} onClick={start}>
          {t('export.start')}
          {size !== null && ` · ${size.width}×${size.height}`}
        </Button>
      </div>
      {list.length > 0 && (
        <ul className={classes.jobs} aria-label={t('export.jobs')}>
          {list.slice(0, 6).map(item => (
            <ExportRow key={item.id} item={item} />
          ))}
        </ul>
      )}
    </>
  );
};
