/** What this machine computes with: one plain sentence and one fix each. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { useServerSentence } from '../../i18n/server-sentences.ts';
import { Section } from '../../ui/section.tsx';
import classes from './models-screen.module.css';

const TONES = { works: 'good', absent: 'quiet', failed: 'bad' } as const;

/** Tested when asked: a first test may load a driver. */
export const Providers = () => {
  const { t } = useTranslation();
  const told = useServerSentence();
  const { models } = useStudio();
  const { providers, testing } = useStore(models.view);
  return (
    <Section
      title={t('models.providers')}
      aside={
        <Button
          size="compact-xs"
          variant="default"
          loading={testing}
          onClick={() => void models.testProviders()}
        >
          {t('models.test')}
        </Button>
      }
    >
      {providers === null ? (
        <p className={classes.hint}>{t('models.providersHelp')}</p>
      ) : (
        <ul className={classes.providers}>
          {providers.map(({ provider, state, says, fix }) => (
            <li key={provider}>
              <b data-tone={TONES[state]}>{t(`models.providerName.${provider}`)}</b>
              <span>
                {told(says)}
                {fix !== null && <em> {told(fix)}</em>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
