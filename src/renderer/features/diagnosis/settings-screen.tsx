/** How the studio and its server are set, and what works on this machine. */
import { Button, CopyButton, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StudioSettings } from '../../../shared/studio/settings.ts';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { reportText } from './diagnosis.ts';
import { KnobTable } from './knob-table.tsx';
import classes from './settings-screen.module.css';

/** Route `/settings`. */
export const SettingsScreen = () => {
  const { t } = useTranslation();
  const { diagnosis } = useStudio();
  const error = useStore(diagnosis.view, view => view.error);
  useEffect(() => {
    void diagnosis.loadKnobs();
    void diagnosis.run();
  }, [diagnosis]);
  return (
    <Page title={t('diagnosis.title')}>
      {error !== null && (
        <div role="alert">
          <ErrorNote error={error} />
        </div>
      )}
      <div className={classes.columns}>
        <div className={classes.box}>
          <General />
        </div>
        <div className={classes.box}>
          <Checks />
        </div>
      </div>
      <div className={classes.box}>
        <KnobTable />
      </div>
    </Page>
  );
};

const General = () => {
  const { t } = useTranslation();
  const { settings } = useStudio();
  const { keepSessionAudio, keepSessionsDays, keepAudioMb, wav2lipRenderer } = useStore(settings.view);
  return (
    <Section title={t('diagnosis.kept')}>
      <div className={classes.form}>
        <Switch
          label={t('settings.keepAudio')}
          description={t('settings.keepAudioHelp')}
          checked={keepSessionAudio}
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
          value={keepSessionsDays}
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
          value={keepAudioMb}
          onChange={value => typeof value === 'number' && settings.update({ keepAudioMb: value })}
        />
        <div>
          <span className={classes.label}>{t('diagnosis.wav2lip')}</span>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('diagnosis.wav2lip')}
            value={wav2lipRenderer}
            onChange={value =>
              settings.update({ wav2lipRenderer: value as StudioSettings['wav2lipRenderer'] })
            }
            data={(['auto', 'portrait', 'wav2lip'] as const).map(value => ({
              value,
              label: t(`diagnosis.drawn.${value}`),
            }))}
          />
        </div>
      </div>
    </Section>
  );
};

const Checks = () => {
  const { t } = useTranslation();
  const { diagnosis } = useStudio();
  const { checks, running } = useStore(diagnosis.view);
  return (
    <Section
      title={t('diagnosis.checks')}
      aside={
        <span className={classes.actions}>
          {checks !== null && (
            <CopyButton value={reportText(checks)}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="subtle" color="gray" onClick={copy}>
                  {t(copied ? 'common.copied' : 'diagnosis.copyReport')}
                </Button>
              )}
            </CopyButton>
          )}
          <Button size="compact-xs" variant="default" loading={running} onClick={() => void diagnosis.run()}>
            {t('diagnosis.again')}
          </Button>
        </span>
      }
    >
      {checks === null ? (
        <p className={classes.hint} role="status">
          {t('diagnosis.running')}
        </p>
      ) : (
        <ul className={classes.checks}>
          {checks.map(({ name, state, says, fix }) => (
            <li key={name}>
              <b data-state={state}>{name}</b>
              <span>
                {says}
                {fix !== null && <em>{fix}</em>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
