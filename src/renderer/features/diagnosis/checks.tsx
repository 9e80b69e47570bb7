/** The doctor's findings, and the report that may be given away. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { useServerSentence } from '../../i18n/server-sentences.ts';
import { Section } from '../../ui/section.tsx';
import classes from './settings-screen.module.css';

/** Checked when the screen opens, and again when asked. */
export const Checks = () => {
  const { t } = useTranslation();
  const told = useServerSentence();
  const { diagnosis } = useStudio();
  const { checks, running, reporting } = useStore(diagnosis.view);
  return (
    <Section
      title={t('diagnosis.checks')}
      aside={
        <span className={classes.actions}>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            loading={reporting}
            title={t('diagnosis.reportHelp')}
            onClick={() => void diagnosis.report()}
          >
            {t('diagnosis.report')}
          </Button>
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
              <b data-state={state}>
                {told(name)}
                <span className="visually-hidden">{t(`diagnosis.state.${state}`)}</span>
              </b>
              <span>
                {told(says)}
                {fix !== null && <em>{told(fix)}</em>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
