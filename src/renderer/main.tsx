/** Entry of the page: the studio, or a window that only shows its stage. Nothing else is decided here. */
import './app/zod-without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import './app/component-styles.ts';
import './app/tokens.css';
import './app/global.css';
import { createRoot } from 'react-dom/client';

import { App } from './app/app.tsx';
import { fetchInTime } from './app/late.tsx';
import { createNotices } from './app/notices.tsx';
import { pageClock } from './app/page-clock.ts';
import { LATE_SCREENS } from './app/screens.ts';
import { createStudio } from './app/studio.ts';
import { FEED_PAGE, isFeed } from './features/feed/feed-address.ts';
import { soundLater } from './features/stage/sound-later.ts';
import { openSoundOut } from './features/stage/sound-out.ts';
import { createI18n, fetchLanguage, languageOf } from './i18n/i18n.ts';

const root = document.getElementById('root')!;

/** The next time the page has been drawn. */
const drawn = (): Promise<void> =>
  new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve));
    // A tab in the background is not drawn.
    setTimeout(resolve, 500);
  });

const openStudio = async (): Promise<void> => {
  const sound = soundLater(openSoundOut);
  const i18n = createI18n();
  const studio = createStudio({
    clock: pageClock,
    sound,
    notices: createNotices(i18n, () => studio.avatars),
  });
  studio.start(() => i18n.t('talk.greeting'));
  const language = languageOf('system', navigator.languages);
  await fetchLanguage(i18n, language).then(
    () => i18n.changeLanguage(language),
    () => {},
  );
  createRoot(root).render(<App studio={studio} i18n={i18n} />);
  await drawn();
  await sound.open();
  studio.whenReady(() => fetchInTime(LATE_SCREENS));
};

const showsFeed = (): boolean => isFeed(window.location.hash) || window.location.pathname === FEED_PAGE;
const isFeedNow = showsFeed();
// The two share nothing: an address that leads from one to the other starts the page anew.
window.addEventListener('hashchange', () => showsFeed() !== isFeedNow && window.location.reload());
if (isFeedNow) void import('./features/feed/open-feed.ts').then(({ openFeed }) => openFeed(root));
else void openStudio();
