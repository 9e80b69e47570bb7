/** How the avatar moves and how the mouth is blended in; every change shows at once. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CompositorOptions } from '../../../shared/compositor-options.ts';
import { PortraitOptions } from '../../../shared/renderer-options/portrait.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import { BackgroundSelect } from './background-select.tsx';
import { fitsMode } from './compositor-fields.ts';
import { OptionsForm } from './options-form.tsx';
import { RendererSelect } from './renderer-select.tsx';

/** Two sections; a field of the blend shows only in modes that use it. */
export const LookPanel = () => {
  const { t } = useTranslation();
  const { settings } = useStudio();
  const portrait = useStore(settings.view, view => view.portrait);
  const compositor = useStore(settings.view, view => view.compositor);
  const reset = (initial: () => void) => (
    <Button size="compact-xs" variant="subtle" color="gray" c="var(--text-2)" fw={500} onClick={initial}>
      {t('common.reset')}
    </Button>
  );
  return (
    <>
      <RendererSelect />
      <BackgroundSelect />
      <Section
        title={t('settings.life')}
        aside={reset(() => settings.update({ portrait: PortraitOptions.parse({}) }))}
      >
        <OptionsForm
          schema={PortraitOptions}
          names="settings.portrait"
          values={portrait}
          change={patch => settings.update({ portrait: { ...portrait, ...patch } })}
        />
      </Section>
      <Section
        title={t('settings.blend')}
        aside={reset(() => settings.update({ compositor: CompositorOptions.parse({}) }))}
      >
        <OptionsForm
          schema={CompositorOptions}
          names="settings.compositor"
          values={compositor}
          only={key => fitsMode(key, compositor)}
          change={patch => settings.update({ compositor: { ...compositor, ...patch } })}
        />
      </Section>
    </>
  );
};
