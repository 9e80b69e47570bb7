/** Links from anywhere: a few lead to a screen, the rest to nothing. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LINK_NAMES, routeOfLink } from '../../../src/main/desktop/deep-link.ts';

describe('a link', () => {
  test.each([
    ['mouthpiece://stage', '/'],
    ['mouthpiece://stage/', '/'],
    ['MOUTHPIECE://Sessions', '/sessions'],
    ['mouthpiece://avatar/avt_01-b', '/avatars/avt_01-b'],
    ['mouthpiece://avatars', '/avatars'],
    ['mouthpiece://mouth/a1', '/mouth/a1'],
    ['mouthpiece://sessions/ses_1', '/sessions/ses_1'],
    ['mouthpiece://settings', '/settings'],
    ['mouthpiece://server', '/server'],
    ['mouthpiece://models/', '/models'],
  ])('%s leads to %s', (link, route) => {
    expect(routeOfLink(link)).toBe(route);
  });

  test.each([
    'mouthpiece:',
    'mouthpiece://',
    'mouthpiece:stage',
    'mouthpiece:///stage',
    'mouthpiece://avatar',
    'mouthpiece://settings/x',
    'mouthpiece://run/calc',
    'mouthpiece://constructor',
    'mouthpiece://__proto__/a',
    'mouthpiece://avatar/../settings',
    'mouthpiece://avatar/a%2Fb',
    'mouthpiece://avatar/-a',
    'mouthpiece://avatar/a/b',
    'mouthpiece://avatar/a?x=1',
    'mouthpiece://avatar/a#b',
    'mouthpiece://user@avatar/a',
    'mouthpiece://avatar:80/a',
    'mouthpiece://avatar/a\nb',
    `mouthpiece://avatar/${'a'.repeat(65)}`,
    'https://example.org/',
    'javascript:alert(1)',
    ' mouthpiece://stage',
  ])('%j leads nowhere', link => {
    expect(routeOfLink(link)).toBeNull();
  });

  test('is never more than a known route with a plain id', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom(...LINK_NAMES), fc.string()).map(([name, id]) => `mouthpiece://${name}/${id}`),
    );
    fc.assert(
      fc.property(anything, link => {
        expect(routeOfLink(link) ?? '/').toMatch(/^\/([a-z]+(\/[A-Za-z0-9_-]{1,64})?)?$/);
      }),
    );
  });
});

test('every link leads to a screen that exists', () => {
  const screens = readFileSync(new URL('../../../src/renderer/app/screens.ts', import.meta.url), 'utf8');
  const paths = [...screens.matchAll(/path: '([^']+)'/g)].map(match => (match[1] ?? '').split('/:')[0]);
  const routes = LINK_NAMES.flatMap(name => [
    routeOfLink(`mouthpiece://${name}`),
    routeOfLink(`mouthpiece://${name}/id`),
  ]).filter(route => route !== null);
  const missing = routes.filter(route => !paths.includes(route.replace(/\/id$/, '')));
  expect(missing).toEqual([]);
});
