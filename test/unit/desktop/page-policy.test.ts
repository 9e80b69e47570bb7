/** Where the page may go and what it may use. */
import { describe, expect, test } from 'vitest';
import { linkTarget, mayUse } from '../../../src/main/desktop/page-policy.ts';

const ORIGIN = 'http://127.0.0.1:8765';

describe('a link', () => {
  test.each([
    ['http://127.0.0.1:8765/?token=x', 'own'],
    ['https://example.org/page', 'outside'],
    ['http://example.org/', 'refused'],
    ['http://127.0.0.1:9000/', 'refused'],
    ['http://localhost:8765/', 'refused'],
    ['file:///etc/passwd', 'refused'],
    ['javascript:alert(1)', 'refused'],
    ['ms-settings:privacy', 'refused'],
    ['data:text/html,x', 'refused'],
    ['not a url', 'refused'],
  ])('to %s is %s', (url, target) => {
    expect(linkTarget(url, ORIGIN)).toBe(target);
  });
});

describe('a permission', () => {
  const own = `${ORIGIN}/`;
  test.each([
    ['the microphone', { permission: 'media', requestingUrl: own, mediaTypes: ['audio'] }, true],
    ['the camera', { permission: 'media', requestingUrl: own, mediaTypes: ['video'] }, false],
    ['both', { permission: 'media', requestingUrl: own, mediaTypes: ['audio', 'video'] }, false],
    ['media of no kind', { permission: 'media', requestingUrl: own }, false],
    ['full screen', { permission: 'fullscreen', requestingUrl: own }, true],
    ['the place', { permission: 'geolocation', requestingUrl: own }, false],
    ['a device', { permission: 'usb', requestingUrl: own }, false],
    [
      'a stranger’s microphone',
      { permission: 'media', requestingUrl: 'https://example.org/', mediaTypes: ['audio'] },
      false,
    ],
    ['nobody’s full screen', { permission: 'fullscreen', requestingUrl: '' }, false],
  ])('for %s', (_what, ask, granted) => {
    expect(mayUse(ask, ORIGIN)).toBe(granted);
  });
});
