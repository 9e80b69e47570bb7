/** How the studio and its server are set, what works on this machine, and what the log says. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useStudio } from '../../app/studio.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';
import { DesktopSection } from '../desktop/desktop-section.tsx';
import { Checks } from './checks.tsx';
import { General } from './general.tsx';
import { KnobTable } from './knob-table.tsx';
import { LogView } from './log-view.tsx';
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
      <DesktopSection />
      <div className={classes.box}>
        <LogView />
      </div>
      <div className={classes.box}>
        <KnobTable />
      </div>
    </Page>
  );
};
