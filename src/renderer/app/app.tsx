/** The page: theme, language and messages around the shell. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { i18n } from 'i18next';
import { useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { useStore } from 'zustand';
import { languageOf } from '../i18n/i18n.ts';
import { Shell } from './shell.tsx';
import { type Studio, StudioProvider } from './studio.ts';
import { cssVariablesResolver, theme } from './theme.ts';

/** Everything on screen. */
export const App = ({ studio, i18n }: { studio: Studio; i18n: i18n }) => {
  const scheme = useStore(studio.settings.view, settings => settings.theme);
  const language = useStore(studio.settings.view, settings => settings.language);
  useEffect(() => {
    const wanted = languageOf(language, navigator.languages);
    document.documentElement.lang = wanted === 'zh' ? 'zh-CN' : 'en';
    void i18n.changeLanguage(wanted);
  }, [i18n, language]);
  const forced = scheme === 'system' ? {} : { forceColorScheme: scheme };
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
      {...forced}
    >
      <I18nextProvider i18n={i18n}>
        <StudioProvider value={studio}>
          <Router hook={useHashLocation}>
            <Shell />
          </Router>
          <Notifications position="top-right" limit={4} mt={52} />
        </StudioProvider>
      </I18nextProvider>
    </MantineProvider>
  );
};
