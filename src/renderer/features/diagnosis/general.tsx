/** How the page looks and what the studio keeps; all of it can be put back to how it came. */
import { Button, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { StudioSettings } from '../../../shared/studio/settings.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import classes from './settings-screen.module.css';

const INITIAL = StudioSettings.parse({});
const SHOWN = [
  'language',
  'theme',
  'keepSessionAudio',
  'keepSessionsDays',
  'keepAudioMb',
  'wav2lipRenderer',
] as const;

type Choice<K extends keyof StudioSettings> = {
  of: K;
  label: string;
  words: (value: string) => string;
  values: readonly string[];
};

const Choices = <K extends 'language' | 'theme' | 'wav2lipRenderer'>({
  of,
  label,
  words,
  values,
}: Choice<K>) => {
  const { settings } = useStudio();
  const value = useStore(settings.view, view => view[of]);
  return (
    <div>
      <span className={classes.label}>{label}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={label}
        value={value}
        onChange={next => settings.update({ [of]: next } as Partial<StudioSettings>)}
        data={values.map(one => ({ value: one, label: words(one) }))}
      />
    </div>
  );
};

/** Applied at once. */
export const General = () => {
  const { t } = useTranslation();
  const { settings } = useStudio();
  const current = useStore(settings.view);
  const changed = SHOWN.filter(key => current[key] !== INITIAL[key]);
  const reset = () => settings.update(Object.fromEntries(changed.map(key => [key, INITIAL[key]])));
  return (
    <Section
      title={t('diagnosis.general')}
      aside={
        changed.length > 0 && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={reset}>
            {t('diagnosis.resetAll')}
          </Button>
        )
      }
    >
      <div className={classes.form}>
        <Choices
          of="language"
          label={t('settings.language')}
          values={['system', 'en', 'zh']}
          words={value =>
            t(`settings.${value === 'system' ? 'system' : value === 'en' ? 'english' : 'chinese'}`)
          }
        />
        <Choices
          of="theme"
          label={t('settings.theme')}
          values={['system', 'light', 'dark']}
          words={value => t(`settings.${value}`)}
        />
        <Switch
          label={t('settings.keepAudio')}
          description={t('settings.keepAudioHelp')}
          checked={current.keepSessionAudio}
          onChange={event => settings.update({ keepSessionAudio: event.currentTarget.checked })}
        />
        <NumberInput
          size="xs"
          label={t('diagnosis.keepDays')}
          description={t('diagnosis.keepDaysHelp')}
          min={0}
          max={3650}
          clampBehavior="strict"
          allowDecimal={false}
          value={current.keepSessionsDays}
          onChange={value => typeof value === 'number' && settings.update({ keepSessionsDays: value })}
        />
        <NumberInput
          size="xs"
          label={t('diagnosis.keepMb')}
          min={0}
          max={100_000}
          step={256}
          clampBehavior="strict"
          allowDecimal={false}
          suffix=" MB"
          value={current.keepAudioMb}
          onChange={value => typeof value === 'number' && settings.update({ keepAudioMb: value })}
        />
        <Choices
          of="wav2lipRenderer"
          label={t('diagnosis.wav2lip')}
          values={['auto', 'portrait', 'wav2lip']}
          words={value => t(`diagnosis.drawn.${value}`)}
        />
      </div>
    </Section>
  );
};
