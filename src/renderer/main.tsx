/** Entry of the page: the studio, or a window that only shows its stage. Nothing else is decided here. */
import './app/zod-without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import 'uplot/dist/uPlot.min.css';
import './app/tokens.css';
import './app/global.css';
import { createRoot } from 'react-dom/client';

import { App } from './app/app.tsx';
import { createNotices } from './app/notices.tsx';
import { pageClock } from './app/page-clock.ts';
import { createStudio } from './app/studio.ts';
import { FEED_PAGE, isFeed } from './features/feed/feed-address.ts';
import { openSoundOut } from './features/stage/sound-out.ts';
import { createI18n, languageOf } from './i18n/i18n.ts';

const root = document.getElementById('root')!;

const openStudio = async (): Promise<void> => {
  const sound = await openSoundOut().catch(() => null);
  const i18n = createI18n(languageOf('system', navigator.languages));
  const studio = createStudio({
    clock: pageClock,
    sound,
    notices: createNotices(i18n, () => studio.avatars),
  });
  studio.start(() => i18n.t('talk.greeting'));
  createRoot(root).render(<App studio={studio} i18n={i18n} />);
};

const showsFeed = (): boolean => isFeed(window.location.hash) || window.location.pathname === FEED_PAGE;
const isFeedNow = showsFeed();
// The two share nothing: an address that leads from one to the other starts the page anew.
window.addEventListener('hashchange', () => showsFeed() !== isFeedNow && window.location.reload());
if (isFeedNow) await (await import('./features/feed/open-feed.ts')).openFeed(root);
else await openStudio();
