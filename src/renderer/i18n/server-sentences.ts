/**
 * Sentences that come from the server in English (findings, notes, meanings of settings) in the language of the page. As with gettext,
 * the English sentence is the key; `{{…}}` stands for what differs. Knows the sentences, not who says them.
 */
import { useTranslation } from 'react-i18next';
import { serverSentences } from './zh/server-sentences.ts';

type Phrase = { pattern: RegExp; names: readonly string[]; chinese: string };

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const phraseOf = ([english, chinese]: [string, string]): Phrase => {
  const names: string[] = [];
  const parts = english.split(/\{\{(\w+)\}\}/);
  const pattern = parts
    .map((part, i) => {
      if (i % 2 === 0) return escaped(part);
      names.push(part);
      return '(.+?)';
    })
    .join('');
  return { pattern: new RegExp(`^${pattern}$`, 's'), names, chinese };
};

/** Made by the first sentence: most pages never say one. */
let phrases: readonly Phrase[] | null = null;

/** The sentence in Chinese; null when it is not in the book. */
export const inChinese = (sentence: string): string | null => {
  phrases ??= Object.entries(serverSentences).map(phraseOf);
  for (const { pattern, names, chinese } of phrases) {
    const match = pattern.exec(sentence);
    if (match === null) continue;
    return chinese.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => match[names.indexOf(name) + 1] ?? '');
  }
  return null;
};

/** Gives what tells a server's sentence in the page's language; what is not in the book stays English. */
export const useServerSentence = (): ((sentence: string) => string) => {
  const { i18n } = useTranslation();
  return sentence => (i18n.language === 'zh' ? (inChinese(sentence) ?? sentence) : sentence);
};
