/** A step of the page's build: the order of styles in its head, and what the first picture needs before they tell. Knows two names. */
import type { Plugin } from 'vite';

/** Letters of Latin scripts; a browser fetches the other ones when they are written. */
const FONT = /inter-latin-wght-normal.*\.woff2$/;
/** Styles that all others set right. */
export const FIRST_STYLES = 'first-styles';

const STYLESHEET = /\s*<link rel="stylesheet"[^>]*>/g;

/** Puts the first styles first and fetches the font at once. Throws where there are no such styles: the page would look wrong. */
export const pageHead = (): Plugin => ({
  name: 'page-head',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle }) => {
      const sheets = html.match(STYLESHEET) ?? [];
      const first = sheets.find(sheet => sheet.includes(FIRST_STYLES));
      if (first === undefined) throw new Error(`The page's head has no ${FIRST_STYLES}.`);
      const sorted = html
        .replace(first, '')
        .replace(sheets[0]!, () => first + (sheets[0] === first ? '' : sheets[0]));
      const font = Object.keys(bundle ?? {}).find(name => FONT.test(name));
      const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `./${font}`, crossorigin: '' };
      return font === undefined ? sorted : { html: sorted, tags: [{ tag: 'link', injectTo: 'head', attrs }] };
    },
  },
});
