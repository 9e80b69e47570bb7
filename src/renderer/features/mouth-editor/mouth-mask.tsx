/** How much of the rendered mouth a blend mode lets show, laid over the picture. */
import { SegmentedControl, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { PostprocessMode } from '../../../shared/compositor-options.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Section } from '../../ui/section.tsx';
import { ValueSlider } from '../../ui/value-slider.tsx';
import classes from './mouth-panel.module.css';

/** The restoration mode has the mask of the mode before it. */
const MODES = PostprocessMode.options.filter(mode => mode !== 'easy_enhanced');
const OPACITY = 0.55;

/** Switch, mode, jaw and opacity. */
export const MouthMask = () => {
  const { t } = useTranslation();
  const { mouthMask } = useStudio();
  const { on, mode, jaw, opacity, state, error } = useStore(mouthMask.view);
  return (
    <Section
      title={t('mouth.mask')}
      aside={
        <Switch
          size="xs"
          aria-label={t('mouth.maskShown')}
          checked={on}
          onChange={event => mouthMask.choose({ on: event.currentTarget.checked })}
        />
      }
    >
      {!on && <p className={classes.note}>{t('mouth.maskHelp')}</p>}
      {on && (
        <>
          <Select
            size="xs"
            aria-label={t('mouth.maskMode')}
            allowDeselect={false}
            data={MODES.map(value => ({ value, label: t(`mouth.maskModes.${value}`) }))}
            value={mode}
            onChange={value => value !== null && mouthMask.choose({ mode: value })}
          />
          {mode === 'opentalking_improved' && (
            <SegmentedControl
              size="xs"
              fullWidth
              mt={8}
              aria-label={t('mouth.maskJaw')}
              data={[
                { value: 'lips', label: t('mouth.maskLips') },
                { value: 'jaw', label: t('mouth.maskWithJaw') },
              ]}
              value={jaw ? 'jaw' : 'lips'}
              onChange={value => mouthMask.choose({ jaw: value === 'jaw' })}
            />
          )}
          <ValueSlider
            label={t('mouth.maskOpacity')}
            min={0.1}
            max={1}
            step={0.05}
            initial={OPACITY}
            value={opacity}
            format={value => `${Math.round(value * 100)} %`}
            onChange={value => mouthMask.choose({ opacity: value })}
          />
          <p className={classes.note} role="status">
            {state === 'whole' ? t('mouth.maskWhole') : ''}
          </p>
          {error !== null && <ErrorNote error={error} />}
        </>
      )}
    </Section>
  );
};
