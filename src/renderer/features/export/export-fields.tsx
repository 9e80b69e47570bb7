/** What is chosen for a saved file: kind, size, shape, rate, transparency. Used wherever something is saved. */
import { SegmentedControl, Select, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExportContainer } from '../../../shared/export-job.ts';
import classes from './export-popover.module.css';
import { canBeClear, EXPORT_EDGES, EXPORT_KINDS, EXPORT_SHAPES, type ExportShape } from './export-sizes.ts';

/** What the fields hold. */
export type FileChoice = {
  container: ExportContainer;
  edge: number;
  shape: ExportShape;
  fps: 25 | 30;
  transparent: boolean;
};

/** Where nothing was chosen yet. */
export const FIRST_CHOICE: FileChoice = {
  container: 'mp4',
  edge: 1080,
  shape: 'own',
  fps: 25,
  transparent: false,
};

/** `hasAlpha`: the picture can stand on nothing. */
export const ExportFields = ({
  choice,
  hasAlpha,
  change,
}: {
  choice: FileChoice;
  hasAlpha: boolean;
  change(patch: Partial<FileChoice>): void;
}) => {
  const { t } = useTranslation();
  const { container, edge, shape, fps, transparent } = choice;
  const clear = canBeClear(container) && hasAlpha;
  return (
    <>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('export.format')}
        value={container}
        onChange={value => change({ container: value as ExportContainer })}
        data={EXPORT_KINDS.map(value => ({ value, label: t(`export.${value}`) }))}
      />
      <Text size="xs" c="dimmed">
        {t(`export.${container}Help`)}
      </Text>
      {container !== 'wav' && (
        <>
          <div className={classes.field}>
            <span>{t('export.size')}</span>
            <SegmentedControl
              size="xs"
              aria-label={t('export.size')}
              value={String(edge)}
              onChange={value => change({ edge: Number(value) })}
              data={EXPORT_EDGES.map(String)}
            />
          </div>
          <div className={classes.field}>
            <span>{t('export.shape')}</span>
            <Select
              size="xs"
              w={150}
              aria-label={t('export.shape')}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              value={shape}
              data={Object.keys(EXPORT_SHAPES).map(value => ({ value, label: t(`export.shapes.${value}`) }))}
              onChange={value => value !== null && change({ shape: value as ExportShape })}
            />
          </div>
          <div className={classes.field}>
            <span>{t('export.fps')}</span>
            <SegmentedControl
              size="xs"
              aria-label={t('export.fps')}
              value={String(fps)}
              onChange={value => change({ fps: value === '30' ? 30 : 25 })}
              data={['25', '30']}
            />
          </div>
          <Switch
            size="sm"
            label={t('export.transparent')}
            description={
              clear ? undefined : t(canBeClear(container) ? 'export.transparentHelp' : 'export.transparentNo')
            }
            checked={transparent && clear}
            disabled={!clear}
            onChange={event => change({ transparent: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  );
};
