/** Saving what was said last, as a video, as pictures or as sound. */
import { Button, Popover, Text } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ExportFields, FIRST_CHOICE } from './export-fields.tsx';
import classes from './export-popover.module.css';
import { ExportRow } from './export-row.tsx';
import { canBeClear, exportSize } from './export-sizes.ts';

/** A button that opens the form. */
export const ExportPopover = () => {
  const { t } = useTranslation();
  const { exports } = useStudio();
  const running = useStore(exports.view, view => view.list.find(item => item.state === 'running'));
  const share =
    running === undefined ? null : Math.floor((100 * running.framesDone) / Math.max(1, running.framesTotal));
  return (
    <Popover position="bottom-end" width={380} trapFocus>
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
  const [choice, setChoice] = useState(() => ({
    ...FIRST_CHOICE,
    shape: avatar?.profile.shape ?? FIRST_CHOICE.shape,
    transparent: avatar?.profile.background.kind === 'transparent',
  }));
  const { container, edge, shape, fps } = choice;
  const size = avatar === undefined ? null : exportSize(avatar, edge, shape);
  const hasAlpha = avatar?.hasAlpha === true;
  const start = () => {
    if (avatar === undefined || size === null || last === null) return;
    const transparent = choice.transparent && canBeClear(container) && hasAlpha;
    void exports.start(avatar.id, last, { container, ...size, fps, transparent });
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
        <ExportFields
          choice={choice}
          hasAlpha={hasAlpha}
          change={patch => setChoice(now => ({ ...now, ...patch }))}
        />
        <Button fullWidth disabled={last === null || avatar === undefined} loading={starting} onClick={start}>
          {t('export.start')}
          {size !== null && container !== 'wav' && ` · ${size.width}×${size.height}`}
        </Button>
      </div>
      {list.length > 0 && (
        <ul className={classes.jobs} aria-label={t('export.jobs')}>
          {list.slice(0, 4).map(item => (
            <ExportRow key={item.id} item={item} />
          ))}
        </ul>
      )}
    </>
  );
};
