/** How a text is voiced: language, voice, rate, pitch. */
import { Popover, SegmentedControl, Select } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { SpeechLanguage } from '../../../shared/speech.ts';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ValueSlider } from '../../ui/value-slider.tsx';
import classes from './microphone-button.module.css';

const BEST = 'best';

/** Voice, rate and pitch are kept; the language is the field's. */
export const VoicePopover = (props: {
  language: SpeechLanguage;
  setLanguage(language: SpeechLanguage): void;
}) => {
  const { t } = useTranslation();
  const { settings, page } = useStudio();
  const { voiceId, rate, pitch } = useStore(
    settings.view,
    useShallow(({ voiceId, rate, pitch }) => ({ voiceId, rate, pitch })),
  );
  const voices = useStore(page, view => view.voices);
  const fitting = voices.filter(
    voice => props.language === 'auto' || voice.languages.includes(props.language),
  );
  return (
    <Popover position="top-end" width={300}>
      <Popover.Target>
        <IconButton variant="default" size={40} label={t('talk.voice')}>
          <IconAdjustmentsHorizontal size={19} stroke={1.6} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.options ?? ''}>
        <SegmentedControl
          fullWidth
          aria-label={t('talk.language')}
          value={props.language}
          onChange={value => props.setLanguage(value as SpeechLanguage)}
          data={[
            { value: 'auto', label: t('talk.languageAuto') },
            { value: 'en', label: t('talk.languageEn') },
            { value: 'zh', label: t('talk.languageZh') },
          ]}
        />
        <Select
          label={t('talk.voice')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          value={fitting.some(voice => voice.id === voiceId) ? voiceId : BEST}
          data={[
            { value: BEST, label: t('talk.voiceAuto') },
            ...fitting.map(({ id, label }) => ({ value: id, label })),
          ]}
          onChange={value => settings.update({ voiceId: value === BEST ? null : value })}
        />
        <ValueSlider
          label={t('talk.rate')}
          min={0.5}
          max={2}
          step={0.05}
          initial={1}
          value={rate}
          format={value => `${value.toFixed(2)}×`}
          onChange={value => settings.update({ rate: value })}
        />
        <ValueSlider
          label={t('talk.pitch')}
          min={0.5}
          max={2}
          step={0.05}
          initial={1}
          value={pitch}
          format={value => `${value.toFixed(2)}×`}
          onChange={value => settings.update({ pitch: value })}
        />
      </Popover.Dropdown>
    </Popover>
  );
};
