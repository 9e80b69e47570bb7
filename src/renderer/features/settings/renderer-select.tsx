/** Who draws: the built-in portrait, or a neural model that is installed. */
import { Select } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { drawingKinds } from '../../../shared/model-manifest.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';

/** Who draws on the stage. */
export const RendererSelect = () => {
  const { settings } = useStudio();
  const renderer = useStore(settings.view, view => view.renderer);
  return <RendererChoice renderer={renderer} choose={value => settings.update({ renderer: value })} />;
};

/** Only what can draw here can be chosen. */
export const RendererChoice = ({
  renderer,
  choose,
}: {
  renderer: RendererId;
  choose(renderer: RendererId): void;
}) => {
  const { t } = useTranslation();
  const { models } = useStudio();
  const installed = useStore(models.view, view => view.models);
  useEffect(() => void models.load(), [models]);
  const names: RendererId[] = ['portrait', ...drawingKinds(installed)];
  if (!names.includes(renderer)) names.push(renderer);
  return (
    <Section title={t('settings.rendererTitle')} aside={<Link href="/models">{t('models.title')}</Link>}>
      <Select
        size="xs"
        aria-label={t('settings.rendererTitle')}
        allowDeselect={false}
        value={renderer}
        data={names.map(value => ({ value, label: t(`settings.renderer.${value}`) }))}
        onChange={value => value !== null && choose(value as RendererId)}
      />
    </Section>
  );
};
