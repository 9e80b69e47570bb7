/** The server's own settings: what each means, and what it is set to. */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { useServerSentence } from '../../i18n/server-sentences.ts';
import { Section } from '../../ui/section.tsx';
import { findKnobs } from './diagnosis.ts';
import { KnobRow } from './knob-row.tsx';
import classes from './settings-screen.module.css';

/** Changed in the settings file from here, or by the environment and flags, which win; read when the server starts. */
export const KnobTable = () => {
  const { t } = useTranslation();
  const told = useServerSentence();
  const { diagnosis } = useStudio();
  const knobs = useStore(diagnosis.view, view => view.knobs);
  const [search, setSearch] = useState('');
  const found = findKnobs(knobs ?? [], search, told);
  return (
    <Section
      title={t('diagnosis.knobs')}
      aside={
        <TextInput
          size="xs"
          w={240}
          aria-label={t('diagnosis.searchKnobs')}
          placeholder={t('diagnosis.searchKnobs')}
          leftSection={<IconSearch size={14} />}
          value={search}
          onChange={event => setSearch(event.currentTarget.value)}
        />
      }
    >
      <p className={classes.hint}>{t('diagnosis.knobsHelp')}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('diagnosis.name')}</th>
            <th>{t('diagnosis.value')}</th>
            <th>{t('diagnosis.meaning')}</th>
            <th aria-label={t('diagnosis.change')} />
          </tr>
        </thead>
        <tbody>
          {found.map(knob => (
            <KnobRow key={knob.name} knob={knob} />
          ))}
        </tbody>
      </table>
      {knobs !== null && found.length === 0 && <p className={classes.hint}>{t('sessions.nothingFound')}</p>}
    </Section>
  );
};
