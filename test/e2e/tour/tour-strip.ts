/** The strip below the page: captions as pictures, drawn by the browser in the app's own type; and the same as WebVTT. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import type { Cue } from './tour-guide.ts';

/** The strip's place in the film, px. */
export const STRIP = { width: 1280, height: 112 };

const FONT_FILE = fileURLToPath(
  new URL(
    '../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
    import.meta.url,
  ),
);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const html = (
  font: string,
  { title, text, who }: Pick<Cue, 'title' | 'text' | 'who'>,
): string => `<!doctype html>
<style>
@font-face { font-family: Inter; src: url(data:font/woff2;base64,${font}); font-weight: 100 900; }
body { margin: 0; background: #0b0d10; font-family: Inter, "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
div { box-sizing: border-box; width: ${STRIP.width}px; height: ${STRIP.height}px; padding: 0 44px 0 168px;
  border-top: 1px solid #232932; display: flex; flex-direction: column; justify-content: center; gap: 6px; }
b { color: #ff9a7e; font-size: 14px; font-weight: 600; letter-spacing: .02em; }
p { margin: 0; color: #e9ecf0; font-size: 25px; line-height: 1.25; font-weight: 500; text-wrap: balance; }
p[data-who="avatar"] { color: #aab3bf; font-style: italic; }
</style>
<div><b>${escaped(title)}</b><p data-who="${who}">${who === 'avatar' ? `“${escaped(text)}”` : escaped(text)}</p></div>`;

/** One picture a cue: RGB, STRIP in size. */
export const drawStrips = async (browser: Browser, cues: readonly Cue[]): Promise<Uint8Array[]> => {
  const font = readFileSync(FONT_FILE, 'base64');
  const page = await browser.newPage({ viewport: STRIP });
  const strips: Uint8Array[] = [];
  for (const cue of cues) {
    await page.setContent(html(font, cue));
    await page.evaluate('document.fonts.ready');
    const png = await page.screenshot();
    strips.push(new Uint8Array(await sharp(png).removeAlpha().raw().toBuffer()));
  }
  await page.close();
  return strips;
};

const stamp = (ms: number): string => new Date(Math.max(0, Math.round(ms))).toISOString().slice(11, 23);

/** The captions as a text track. */
export const webVtt = (cues: readonly Cue[]): string =>
  `WEBVTT\n\n${cues
    .map(
      ({ fromMs, toMs, text, who }) =>
        `${stamp(fromMs)} --> ${stamp(toMs)}\n<v ${who === 'narrator' ? 'Narrator' : 'Avatar'}>${text}</v>\n`,
    )
    .join('\n')}`;
