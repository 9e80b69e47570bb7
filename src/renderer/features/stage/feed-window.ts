/** Opens the window that only shows the stage, and makes its address for other programs. Knows no widget. */
import type { FeedSettings } from '../../../shared/studio/settings.ts';
import type { StudioApi } from '../../../shared/studio-api.ts';
import { FEED_PAGE, feedHash } from '../feed/feed-address.ts';

/** The one name of the window: the desktop app knows it by that. */
const FEED_WINDOW = 'feed';

const hashOf = (settings: FeedSettings): string =>
  feedHash({
    transparent: settings.transparent,
    sound: settings.sound,
    top: settings.onTop,
    through: settings.clickThrough,
  });

/** Opens it, or shows the open one with these settings. `size`: of the picture, CSS px. */
export const openFeedWindow = (settings: FeedSettings, size: { width: number; height: number }): void => {
  const { width, height } = size;
  const extent = `${hashOf(settings).includes('?') ? '&' : '?'}width=${width}&height=${height}`;
  window.open(
    `${hashOf(settings)}${extent}`,
    FEED_WINDOW,
    `popup,width=${width},height=${height},menubar=no,toolbar=no,location=no`,
  );
};

/** A link for a streaming program, with a token that opens nothing else; listed, and revoked, on the server screen. */
export const feedLink = async (
  api: Pick<StudioApi, 'call'>,
  settings: FeedSettings,
  name: string,
): Promise<string> => {
  const { secret } = await api.call('access.createToken', { name, scopes: ['feed'] });
  const url = new URL(FEED_PAGE, window.location.href);
  url.searchParams.set('token', secret);
  url.hash = hashOf({ ...settings, onTop: false, clickThrough: false });
  return url.href;
};
