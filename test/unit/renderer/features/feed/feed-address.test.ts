/** The address of the clean window: made and read. */
import { expect, test } from 'vitest';
import { feedHash, isFeed, readFeed } from '../../../../../src/renderer/features/feed/feed-address.ts';

test('what is asked for comes back', () => {
  const ask = {
    session: 'avt_1',
    transparent: true,
    sound: true,
    top: true,
    through: false,
    fit: 'cover' as const,
    background: '#00b140',
  };
  expect(readFeed(feedHash(ask))).toEqual(ask);
  expect(feedHash({})).toBe('#/feed');
  expect(readFeed('#/feed')).toEqual({
    session: null,
    transparent: false,
    sound: false,
    top: false,
    through: false,
    fit: 'contain',
    background: '#000000',
  });
  expect(readFeed('#/feed?background=red&fit=wide').background).toBe('#000000');
});

test('only its own address is a feed', () => {
  expect(['#/feed', '#/feed?sound=1', '#/feeds', '#/', ''].map(isFeed)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
