/** The page: theme, language and messages around the shell. */
import { MantineProvider } from '@mantine/core';
import type { i18n } from 'i18next';
import { useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { useStore } from 'zustand';
import { fetchLanguage, languageOf } from '../i18n/i18n.ts';
import { NoticeCorner } from './late-parts.ts';
import { Shell } from './shell.tsx';
import { type Studio, StudioProvider } from './studio.ts';
import { cssVariablesResolver, theme } from './theme.ts';

/** Everything on screen. */
export const App = ({ studio, i18n }: { studio: Studio; i18n: i18n }) => {
  const scheme = useStore(studio.settings.view, settings => settings.theme);
  const language = useStore(studio.settings.view, settings => settings.language);
  useEffect(() => {
    const wanted = languageOf(language, navigator.languages);
    let isStale = false;
    const speak = (): void => {
      if (isStale) return;
      document.documentElement.lang = wanted === 'zh' ? 'zh-CN' : 'en';
      void i18n.changeLanguage(wanted);
    };
    // Without the server the language stays as it is.
    fetchLanguage(i18n, wanted).then(speak, () => {});
    return () => {
      isStale = true;
    };
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
          <NoticeCorner />
        </StudioProvider>
      </I18nextProvider>
    </MantineProvider>
  );
};
