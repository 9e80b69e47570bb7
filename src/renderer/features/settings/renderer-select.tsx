/** Who draws: the built-in portrait, or a neural model that is installed. */
import { Select } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';

/** Only what can draw here can be chosen. */
export const RendererSelect = () => {
  const { t } = useTranslation();
  const { settings, models } = useStudio();
  const renderer = useStore(settings.view, view => view.renderer);
  const installed = useStore(models.view, view => view.models);
  useEffect(() => void models.load(), [models]);
  const kinds = [...new Set(installed?.map(model => model.kind))];
  const names: RendererId[] = ['portrait', ...kinds];
  if (!names.includes(renderer)) names.push(renderer);
  return (
    <Section title={t('settings.rendererTitle')} aside={<Link href="/models">{t('models.title')}</Link>}>
      <Select
        size="xs"
        aria-label={t('settings.rendererTitle')}
        allowDeselect={false}
        value={renderer}
        data={names.map(value => ({ value, label: t(`settings.renderer.${value}`) }))}
        onChange={value => value !== null && settings.update({ renderer: value as RendererId })}
      />
    </Section>
  );
};
