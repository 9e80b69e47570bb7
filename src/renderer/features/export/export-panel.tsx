/** The queue of exports, within reach of every screen: a button in the rail with what is still to come, and the list behind it. */
import { Button, CopyButton, Indicator, Popover, ScrollArea } from '@mantine/core';
import { IconFolderOpen, IconMovie } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { readableBytes } from '../../ui/readable-bytes.ts';
import classes from './export-panel.module.css';
import { ExportRow } from './export-row.tsx';
import { isUnfinished } from './exports.ts';

/** A button in the rail. */
export const ExportPanel = () => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const coming = useStore(exports.view, view => view.list.filter(isUnfinished).length);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (opened) void exports.look();
    else exports.settle();
  }, [opened, exports]);
  const label = coming === 0 ? t('export.queue') : t('export.queueComing', { count: coming });
  return (
    <Popover position="right-end" width={440} trapFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <IconButton label={label} side="right" size={36} onClick={() => setOpened(!opened)}>
          <Indicator
            label={coming}
            size={15}
            disabled={coming === 0}
            classNames={{ indicator: classes.badge ?? '' }}
          >
            <IconMovie size={20} stroke={1.6} />
          </Indicator>
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('export.queue')}>
        <Queue />
      </Popover.Dropdown>
    </Popover>
  );
};

const Queue = () => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const { list, removed } = useStore(exports.view);
  const waiting = list.filter(item => item.state === 'waiting').length;
  return (
    <div className={classes.panel}>
      <header className={classes.header}>
        <h2 className={classes.title}>{t('export.queue')}</h2>
        {removed.length > 0 && (
          <span role="status" className={classes.removed}>
            {t('export.removed', { count: removed.length })}
            <Button size="compact-xs" variant="subtle" onClick={() => void exports.undoRemove()}>
              {t('common.undo')}
            </Button>
          </span>
        )}
      </header>
      {list.length === 0 ? (
        <p className={classes.empty}>{t('export.queueEmpty')}</p>
      ) : (
        <ScrollArea.Autosize
          mah="min(60vh, 560px)"
          viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('export.jobs') }}
        >
          <ul className={classes.jobs}>
            {list.map(item => (
              <ExportRow key={item.id} item={item} isMovable isLast={item.position === waiting - 1} />
            ))}
          </ul>
        </ScrollArea.Autosize>
      )}
      <Place />
    </div>
  );
};

const Place = () => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const place = useStore(exports.view, view => view.place);
  if (place === null) return null;
  return (
    <footer className={classes.place}>
      <div className={classes.where}>
        <code className={classes.folder} title={place.folder}>
          {place.folder}
        </code>
        <span>
          {place.freeBytes === null
            ? t('export.used', { used: readableBytes(place.bytes) })
            : t('export.usedAndFree', {
                used: readableBytes(place.bytes),
                free: readableBytes(place.freeBytes),
              })}
        </span>
      </div>
      {place.canOpen ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFolderOpen size={15} stroke={1.6} />}
          onClick={() => void exports.openFolder()}
        >
          {t('export.openFolder')}
        </Button>
      ) : (
        <CopyButton value={place.folder}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {t(copied ? 'common.copied' : 'export.copyFolder')}
            </Button>
          )}
        </CopyButton>
      )}
    </footer>
  );
};
