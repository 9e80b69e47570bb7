/** The page that shows the stage and nothing else: for a second screen, or a scene of a streaming program. */
import { pageClock } from '../../app/page-clock.ts';
import { openBrowserSocket } from '../../studio-api.ts';
import { createFrameDecoder } from '../stage/alpha-frames.ts';
import { openSoundOut } from '../stage/sound-out.ts';
import classes from './feed.module.css';
import { Feed } from './feed.ts';
import { readFeed } from './feed-address.ts';

const toggleFullScreen = (): void => {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen().catch(() => {});
};

/** Fills `root`. The address says what is wanted; F or a double click fills the screen. */
export const openFeed = async (root: HTMLElement): Promise<Feed> => {
  const ask = readFeed(window.location.hash);
  const { token } = Object.fromEntries(new URLSearchParams(window.location.search));
  const canvas = document.createElement('canvas');
  canvas.className = classes.picture ?? '';
  canvas.dataset.fit = ask.fit;
  // A picture for whoever looks at it; whoever listens hears it.
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'Mouthpiece');
  root.replaceChildren(canvas);
  root.className = classes.feed ?? '';
  document.title = 'Mouthpiece';
  // A dark scheme would paint the window before anything else does.
  document.querySelector('meta[name="color-scheme"]')?.remove();
  document.documentElement.style.colorScheme = 'normal';
  document.documentElement.style.background = ask.transparent ? 'transparent' : ask.background;
  document.body.style.background = 'transparent';
  const context = canvas.getContext('2d')!;
  const sound = ask.sound ? await openSoundOut().catch(() => null) : null;
  const feed = new Feed(
    {
      openSocket: openBrowserSocket,
      clock: pageClock,
      sound,
      wallMs: () => performance.now(),
      decode: createFrameDecoder(),
      draw: frame => {
        // Nothing of the frame before shows through one with alpha.
        context.globalCompositeOperation = 'copy';
        context.drawImage(frame, 0, 0);
        canvas.dataset.pictured = '';
      },
      shown: show => {
        delete canvas.dataset.pictured;
        canvas.width = show?.width ?? 1;
        canvas.height = show?.height ?? 1;
      },
    },
    { session: ask.session, token: token ?? null },
  );
  const frame = (): void => {
    feed.tick();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  document.addEventListener('dblclick', toggleFullScreen);
  document.addEventListener('keydown', event => {
    if (event.key.toLowerCase() === 'f' && !event.ctrlKey && !event.metaKey) toggleFullScreen();
  });
  document.addEventListener('pointerdown', () => void sound?.unlock());
  return feed;
};
