/** The server's own settings: what each means, and what it is set to. */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import { findKnobs } from './diagnosis.ts';
import classes from './settings-screen.module.css';

/** Changed in the environment or in the settings file, so they are only shown. */
export const KnobTable = () => {
  const { t } = useTranslation();
  const { diagnosis } = useStudio();
  const knobs = useStore(diagnosis.view, view => view.knobs);
  const [search, setSearch] = useState('');
  const found = findKnobs(knobs ?? [], search);
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
          </tr>
        </thead>
        <tbody>
          {found.map(knob => (
            <tr key={knob.name}>
              <td>
                <code>{knob.name}</code>
                {knob.flag !== null && <code>{knob.flag}</code>}
              </td>
              <td data-set={knob.set !== null || undefined}>{knob.set ?? knob.initial}</td>
              <td lang="en">{knob.meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {knobs !== null && found.length === 0 && <p className={classes.hint}>{t('sessions.nothingFound')}</p>}
    </Section>
  );
};
