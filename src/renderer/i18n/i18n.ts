/** The two languages of the studio. `system` follows the browser. */
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { StudioSettings } from '../../shared/studio/settings.ts';
import { en } from './en.ts';

/** Languages there are. */
export type Language = 'en' | 'zh';

/** The language meant by a setting. */
export const languageOf = (setting: StudioSettings['language'], preferred: readonly string[]): Language => {
  if (setting !== 'system') return setting;
  const known = preferred.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag === 'en' || tag === 'zh');
  return known === 'zh' ? 'zh' : 'en';
};

/** An i18next for React, ready as it is for English; the other language: see fetchLanguage. */
export const createI18n = (): i18n => {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
};

/** Fetches the words of `language` where they are not here yet; English is always here and stands in for what is missing. Rejects while the server is away. */
export const fetchLanguage = async (instance: i18n, language: Language): Promise<void> => {
  if (language === 'zh' && !instance.hasResourceBundle('zh', 'translation'))
    instance.addResourceBundle('zh', 'translation', (await import('./zh.ts')).zh);
};
