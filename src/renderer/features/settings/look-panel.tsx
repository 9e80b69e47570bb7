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

/** Two sections; a field of the blend shows only in modes that use it. Each redraws with its own options only: it is beside a picture that moves. */
export const LookPanel = () => (
  <>
    <RendererSelect />
    <BackgroundSelect />
    <Life />
    <Blend />
  </>
);

const Life = () => {
  const { t } = useTranslation();
  const { settings } = useStudio();
  const portrait = useStore(settings.view, view => view.portrait);
  return (
    <Section
      title={t('settings.life')}
      aside={<Reset initial={() => settings.update({ portrait: PortraitOptions.parse({}) })} />}
    >
      <OptionsForm
        schema={PortraitOptions}
        names="settings.portrait"
        values={portrait}
        change={patch => settings.update({ portrait: { ...portrait, ...patch } })}
      />
    </Section>
  );
};

const Blend = () => {
  const { t } = useTranslation();
  const { settings } = useStudio();
  const compositor = useStore(settings.view, view => view.compositor);
  return (
    <Section
      title={t('settings.blend')}
      aside={<Reset initial={() => settings.update({ compositor: CompositorOptions.parse({}) })} />}
    >
      <OptionsForm
        schema={CompositorOptions}
        names="settings.compositor"
        values={compositor}
        only={key => fitsMode(key, compositor)}
        change={patch => settings.update({ compositor: { ...compositor, ...patch } })}
      />
    </Section>
  );
};

const Reset = ({ initial }: { initial(): void }) => {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      c="var(--text-2)"
      fw={500}
      // Its word ends where the figures below it end.
      mr={-7}
      onClick={initial}
    >
      {t('common.reset')}
    </Button>
  );
};
