/** Entry of the studio page. Nothing is decided here. */
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
import { openSoundOut } from './features/stage/sound-out.ts';
import { createI18n, languageOf } from './i18n/i18n.ts';

const sound = await openSoundOut().catch(() => null);
const i18n = createI18n(languageOf('system', navigator.languages));
const studio = createStudio({
  clock: pageClock,
  sound,
  notices: createNotices(i18n, () => studio.avatars),
});
studio.start(() => i18n.t('talk.greeting'));
createRoot(document.getElementById('root')!).render(<App studio={studio} i18n={i18n} />);
