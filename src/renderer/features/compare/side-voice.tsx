/** The voice that is heard while a side is open. */
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { VoiceSettings } from '../../../shared/studio/settings.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import { ValueSlider } from '../../ui/value-slider.tsx';

const BEST = 'best';
const factor = (value: number): string => `${value.toFixed(2)}×`;
const RANGE = { min: 0.5, max: 2, step: 0.05, initial: 1, format: factor };

/** Heard from the next sentence on. */
export const SideVoice = ({
  voice,
  change,
}: {
  voice: VoiceSettings;
  change(patch: Partial<VoiceSettings>): void;
}) => {
  const { t } = useTranslation();
  const { page } = useStudio();
  const voices = useStore(page, view => view.voices);
  return (
    <Section title={t('talk.voice')}>
      <Select
        size="xs"
        mb={8}
        aria-label={t('talk.voice')}
        allowDeselect={false}
        value={voices.some(known => known.id === voice.voiceId) ? voice.voiceId : BEST}
        data={[
          { value: BEST, label: t('talk.voiceAuto') },
          ...voices.map(({ id, label }) => ({ value: id, label })),
        ]}
        onChange={value => change({ voiceId: value === BEST ? null : value })}
      />
      <ValueSlider {...RANGE} label={t('talk.rate')} value={voice.rate} onChange={rate => change({ rate })} />
      <ValueSlider
        {...RANGE}
        label={t('talk.pitch')}
        value={voice.pitch}
        onChange={pitch => change({ pitch })}
      />
    </Section>
  );
};
