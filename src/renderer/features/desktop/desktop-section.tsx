/** What only the desktop app has: tray, start at login, updates, global keys. Draws nothing in a browser. */
import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DesktopPreferences } from '../../../shared/desktop-facts.ts';
import { useStudio } from '../../app/studio.ts';
import { Section } from '../../ui/section.tsx';
import classes from './desktop-section.module.css';
import { GlobalKeysPart } from './global-keys-part.tsx';
import { UpdatePart } from './update-part.tsx';

/** Two sections in one box of the settings screen. */
export const DesktopSection = () => {
  const { t } = useTranslation();
  const { desktop, settings } = useStudio();
  const preferences = useStore(settings.view, view => view.desktop);
  const state = useStore(desktop.view, view => view.state);
  if (desktop.bridge === null || state === null) return null;
  const change = (patch: Partial<DesktopPreferences>): void =>
    settings.update({ desktop: { ...preferences, ...patch } });
  const flag = (name: 'closeToTray' | 'openAtLogin' | 'checkForUpdates') => (
    <Switch
      key={name}
      label={t(`desktop.${name}`)}
      description={t(`desktop.${name}Help`)}
      checked={preferences[name]}
      onChange={event => change({ [name]: event.currentTarget.checked })}
    />
  );
  return (
    <div className={classes.box}>
      <Section title={t('desktop.title')}>
        <div className={classes.columns}>
          <div className={classes.form}>
            {desktop.bridge.platform !== 'darwin' && flag('closeToTray')}
            {/* Linux has no one place for it. */}
            {desktop.bridge.platform !== 'linux' && flag('openAtLogin')}
            {state.update.at !== 'off' && flag('checkForUpdates')}
            <UpdatePart update={state.update} version={state.version} />
          </div>
          <GlobalKeysPart />
        </div>
      </Section>
    </div>
  );
};
