/** What a `window.open` of the page becomes. */
import { describe, expect, test } from 'vitest';
import { decideOpen, feedWindowOptions } from '../../../src/main/desktop/feed-window.ts';

const ORIGIN = 'http://127.0.0.1:8765';
const open = (url: string, frameName = 'feed') => decideOpen({ url, frameName }, ORIGIN);

describe('the clean feed', () => {
  test('opens with the flags of its address', () => {
    expect(open(`${ORIGIN}/#/feed?avatar=a1&transparent=1&top=1&through=1&width=300.4&height=400`)).toEqual({
      action: 'feed',
      flags: { transparent: true, top: true, through: true, width: 300, height: 400 },
    });
    expect(open(`${ORIGIN}/#/feed`)).toEqual({
      action: 'feed',
      flags: { transparent: false, top: false, through: false, width: 540, height: 720 },
    });
  });

  test.each([
    [`${ORIGIN}/#/feed`, 'other'],
    [`${ORIGIN}/#/feed`, ''],
    [`${ORIGIN}/#/settings`, 'feed'],
    [`${ORIGIN}/#/feedback`, 'feed'],
    [`${ORIGIN}/?token=x#/feed`, 'feed'],
    [`${ORIGIN}/studio/avatars#/feed`, 'feed'],
    [`${ORIGIN}/#/feed?transparent=yes`, 'feed'],
    [`${ORIGIN}/#/feed?width=100000`, 'feed'],
    ['http://127.0.0.1:9000/#/feed', 'feed'],
    ['about:blank', 'feed'],
    ['https://example.org/#/feed', 'feed'],
  ])('is not %s as "%s"', (url, name) => {
    expect(open(url, name)).toEqual({ action: 'deny' });
  });

  test('is not made of a site that may be opened outside', () => {
    expect(open('https://github.com/#/feed')).toEqual({
      action: 'outside',
      url: 'https://github.com/#/feed',
    });
  });

  test('has no frame, and is transparent, above and passed through only as asked', () => {
    const flags = { transparent: true, top: true, through: true, width: 300, height: 400 };
    expect(feedWindowOptions(flags)).toMatchObject({
      frame: false,
      transparent: true,
      backgroundColor: '#00000000',
      alwaysOnTop: true,
      focusable: false,
      skipTaskbar: true,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
    });
    const plain = feedWindowOptions({ ...flags, transparent: false, top: false, through: false });
    expect(plain).toMatchObject({
      frame: false,
      transparent: false,
      backgroundColor: '#000000',
      alwaysOnTop: false,
      focusable: true,
    });
    expect(plain.webPreferences).not.toHaveProperty('preload');
  });
});
