/** Who draws an avatar and who speaks for it, and how lively it is while it waits. */
import { Select } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { drawingKinds } from '../../../shared/model-manifest.ts';
import type { RendererId } from '../../../shared/renderer-options/renderer-choice.ts';
import type { AvatarView } from '../../../shared/studio/avatars.ts';
import { useStudio } from '../../app/studio.ts';
import { ValueSlider } from '../../ui/value-slider.tsx';

/** A select needs a value for "as in the settings". */
const AS_SETTINGS = '';

/** What is left to the settings says so. */
export const AvatarDefaults = ({ avatar }: { avatar: AvatarView }) => {
  const { t } = useTranslation();
  const { edits, settings, page, models } = useStudio();
  const installed = useStore(models.view, view => view.models);
  useEffect(() => void models.load(), [models]);
  const voices = useStore(page, state => state.voices);
  const { rate, pitch } = useStore(settings.view);
  const { id, profile } = avatar;
  const renderers = new Set<RendererId>(['portrait', ...drawingKinds(installed)]);
  if (profile.renderer !== null) renderers.add(profile.renderer);
  const asSettings = { value: AS_SETTINGS, label: t('avatars.asSettings') };
  return (
    <>
      <Select
        size="xs"
        label={t('avatars.renderer')}
        allowDeselect={false}
        value={profile.renderer ?? AS_SETTINGS}
        data={[
          asSettings,
          ...[...renderers].map(value => ({ value, label: t(`settings.renderer.${value}`) })),
        ]}
        onChange={value =>
          edits.change(id, { renderer: [...renderers].find(renderer => renderer === value) ?? null })
        }
      />
      <Select
        size="xs"
        label={t('avatars.voice')}
        allowDeselect={false}
        searchable
        value={profile.voiceId ?? AS_SETTINGS}
        data={[asSettings, ...voices.map(voice => ({ value: voice.id, label: voice.label }))]}
        onChange={value => edits.change(id, { voiceId: value === AS_SETTINGS ? null : value })}
      />
      <ValueSlider
        label={t('avatars.rate')}
        min={0.5}
        max={2}
        step={0.05}
        initial={rate}
        value={profile.rate ?? rate}
        format={value => (profile.rate === null ? t('avatars.asSettingsShort') : `${value.toFixed(2)}×`)}
        onChange={value => edits.change(id, { rate: value === rate ? null : value })}
      />
      <ValueSlider
        label={t('avatars.pitch')}
        min={0.5}
        max={2}
        step={0.05}
        initial={pitch}
        value={profile.pitch ?? pitch}
        format={value => (profile.pitch === null ? t('avatars.asSettingsShort') : `${value.toFixed(2)}×`)}
        onChange={value => edits.change(id, { pitch: value === pitch ? null : value })}
      />
      <ValueSlider
        label={t('avatars.liveliness')}
        min={0}
        max={2}
        step={0.05}
        initial={1}
        value={profile.liveliness}
        format={value => `${Math.round(value * 100)} %`}
        onChange={liveliness => edits.change(id, { liveliness })}
      />
    </>
  );
};
