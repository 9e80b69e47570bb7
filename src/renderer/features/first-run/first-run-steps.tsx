/** The first three steps as one slim row above the stage: what is done, what comes next, and a way out. */
import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { FIRST_STEPS, type FirstStep } from './first-run.ts';
import classes from './first-run-steps.module.css';

/** Nothing once the steps were taken before, or skipped. */
export const FirstRunSteps = () => {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { firstRun, talk, settings } = useStudio();
  const { shown, taken, now } = useStore(firstRun.view);
  if (!shown) return null;
  const sample = () => {
    const { voiceId, rate, pitch } = settings.view.getState();
    talk.say(t('firstRun.sample'), { language: 'auto', voiceId, rate, pitch });
  };
  const connect = () => {
    firstRun.take('keep');
    go('/server');
  };
  const act: Record<FirstStep, () => void> = {
    choose: () => firstRun.take('choose'),
    speak: sample,
    keep: connect,
  };
  return (
    <section className={classes.row} aria-label={t('firstRun.title')}>
      <ol className={classes.steps}>
        {FIRST_STEPS.map((step, i) => {
          const isTaken = taken.includes(step);
          return (
            <li
              key={step}
              data-state={isTaken ? 'taken' : step === now ? 'now' : 'later'}
              aria-current={step === now ? 'step' : undefined}
            >
              <b aria-hidden>{isTaken ? <IconCheck size={12} stroke={3} /> : i + 1}</b>
              <span>
                {t(`firstRun.${step}`)}
                {isTaken && <span className="visually-hidden">{t('firstRun.done')}</span>}
              </span>
            </li>
          );
        })}
      </ol>
      <p className={classes.help} role="status">
        {t(now === null ? 'firstRun.over' : `firstRun.${now}Help`)}
      </p>
      {now !== null && (
        <Button size="compact-xs" variant="default" onClick={act[now]}>
          {t(`firstRun.${now}Act`)}
        </Button>
      )}
      <IconButton label={t(now === null ? 'common.close' : 'firstRun.skip')} onClick={() => firstRun.close()}>
        <IconX size={14} />
      </IconButton>
    </section>
  );
};
