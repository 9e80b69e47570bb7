/** Where the page may go, what it may use, and who may call main. */
import { describe, expect, test } from 'vitest';
import { linkTarget, mayCall, mayHearSystem, mayUse } from '../../../src/main/desktop/page-policy.ts';

const ORIGIN = 'http://127.0.0.1:8765';

describe('a link', () => {
  test.each([
    ['http://127.0.0.1:8765/?token=x', 'own'],
    ['https://github.com/owner/name', 'outside'],
    ['https://huggingface.co/models', 'outside'],
    ['https://example.org/page', 'refused'],
    ['https://github.com.example.org/', 'refused'],
    ['https://github.com:8443/', 'refused'],
    ['https://name@github.com/', 'refused'],
    ['http://github.com/', 'refused'],
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
  const own = { requestingUrl: `${ORIGIN}/`, inFrame: false };
  const media = (...mediaTypes: string[]) => ({ ...own, permission: 'media', mediaTypes });
  test.each([
    ['the microphone', media('audio'), true],
    ['the camera', media('video'), true],
    ['media of no kind', { ...own, permission: 'media' }, false],
    ['media of an unknown kind', media('unknown'), false],
    ['full screen', { ...own, permission: 'fullscreen' }, true],
    ['the place', { ...own, permission: 'geolocation' }, false],
    ['a device', { ...own, permission: 'usb' }, false],
    ['opening programs', { ...own, permission: 'openExternal' }, false],
    ['a stranger’s microphone', { ...media('audio'), requestingUrl: 'https://example.org/' }, false],
    ['the microphone of a frame', { ...media('audio'), inFrame: true }, false],
    ['nobody’s full screen', { ...own, requestingUrl: '', permission: 'fullscreen' }, false],
  ])('for %s', (_what, ask, granted) => {
    expect(mayUse(ask, ORIGIN, 'linux')).toBe(granted);
  });

  test('for the sound of the system is given on Windows alone', () => {
    const ask = { ...own, permission: 'display-capture' };
    expect((['win32', 'darwin', 'linux'] as const).map(platform => mayUse(ask, ORIGIN, platform))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the sound of the system', () => {
  const ask = { securityOrigin: `${ORIGIN}/`, inFrame: false, audioRequested: true, userGesture: true };
  test.each([
    ['asked for by a click', {}, true],
    ['asked for by itself', { userGesture: false }, false],
    ['the screen alone', { audioRequested: false }, false],
    ['from a frame', { inFrame: true }, false],
    ['from elsewhere', { securityOrigin: 'https://example.org' }, false],
  ])('%s', (_how, part, granted) => {
    expect(mayHearSystem({ ...ask, ...part }, ORIGIN, 'win32')).toBe(granted);
    expect(mayHearSystem({ ...ask, ...part }, ORIGIN, 'darwin')).toBe(false);
  });
});

describe('a call to main', () => {
  const studio = { contentsId: 3, origin: ORIGIN };
  const sender = { contentsId: 3, frameOrigin: ORIGIN, isTopFrame: true };
  test.each([
    ['from the studio', {}, true],
    ['from another window', { contentsId: 4 }, false],
    ['from a frame in it', { isTopFrame: false }, false],
    ['from a page that took its place', { frameOrigin: 'https://example.org' }, false],
    ['from a frame that is gone', { frameOrigin: null, isTopFrame: false }, false],
  ])('%s', (_who, part, heard) => {
    expect(mayCall({ ...sender, ...part }, studio)).toBe(heard);
  });

  test('is not heard while no window is open', () => {
    expect(mayCall(sender, { ...studio, contentsId: null })).toBe(false);
  });
});
