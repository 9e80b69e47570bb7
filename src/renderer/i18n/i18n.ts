/** The two languages of the studio. `system` follows the browser. */
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { StudioSettings } from '../../shared/studio/settings.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** Languages there are. */
export type Language = 'en' | 'zh';

/** The language meant by a setting. */
export const languageOf = (setting: StudioSettings['language'], preferred: readonly string[]): Language => {
  if (setting !== 'system') return setting;
  const known = preferred.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag === 'en' || tag === 'zh');
  return known === 'zh' ? 'zh' : 'en';
};

/** A ready i18next for React. */
export const createI18n = (language: Language): i18n => {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
};
