/** Finding, ordering, marking, and walking through the grid. */
import { describe, expect, test } from 'vitest';
import {
  AvatarBrowser,
  browse,
  gridStep,
  tagsInUse,
} from '../../../../../src/renderer/features/avatars/avatar-browser.ts';
import { fakeAvatar } from './fake-avatar.ts';

const list = [
  fakeAvatar('demo', { name: 'Mira', demo: true, createdAt: '2026-03-01T00:00:00Z' }),
  fakeAvatar('a', {
    name: 'Zoë 10',
    profile: { tags: ['Course', 'photo'] },
    lastUsedAt: '2026-02-01T00:00:00Z',
  }),
  fakeAvatar('b', { name: 'Zoe 9', createdAt: '2026-02-01T00:00:00Z', profile: { tags: ['course'] } }),
  fakeAvatar('c', { name: '米拉', profile: { consent: { whose: 'Ada Lovelace', note: '' } } }),
];
const names = (look: Partial<Parameters<typeof browse>[1]>): string[] =>
  browse(list, { search: '', tags: [], sort: 'newest', ...look }, 'en').map(({ id }) => id);

test('orders: newest with the app’s own last, by name as people count, by use', () => {
  expect(names({})).toEqual(['b', 'a', 'c', 'demo']);
  expect(names({ sort: 'name' })).toEqual(['demo', 'b', 'a', 'c']);
  expect(names({ sort: 'used' })[0]).toBe('a');
});

test('search looks at every word, without marks and case; tags must all be there', () => {
  expect(names({ search: 'zoe' })).toEqual(['b', 'a']);
  expect(names({ search: 'ZOE photo' })).toEqual(['a']);
  expect(names({ search: 'lovelace' })).toEqual(['c']);
  expect(names({ search: '米' })).toEqual(['c']);
  expect(names({ tags: ['COURSE'] })).toEqual(['b', 'a']);
  expect(names({ tags: ['course', 'photo'] })).toEqual(['a']);
  expect(tagsInUse(list)).toEqual([
    { tag: 'Course', count: 2 },
    { tag: 'photo', count: 1 },
  ]);
});

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowDown', 1, 4],
  ['ArrowDown', 5, 5],
  ['ArrowUp', 1, 1],
  ['ArrowLeft', 0, 0],
  ['End', 0, 6],
  ['Home', 6, 0],
  ['PageDown', 0, 6],
  ['ArrowDown', -1, 0],
  ['x', 0, null],
] as const)('%s leads from %i to %j among 7 in rows of 3', (key, from, to) => {
  expect(gridStep(key, from, 3, 7)).toBe(to);
});

describe('marks', () => {
  test('are set one by one, by range, all at once, and cleared', () => {
    const browser = new AvatarBrowser();
    const marked = () => [...browser.view.getState().marked].sort();
    browser.toggle('a');
    browser.toggleRange('c', list);
    expect(marked()).toEqual(['a', 'b', 'c']);
    browser.toggle('b');
    expect(marked()).toEqual(['a', 'c']);
    browser.mark(['demo']);
    expect(marked()).toEqual(['demo']);
    browser.mark([]);
    expect(marked()).toEqual([]);
  });
});

test('ten thousand are ordered and searched without comparing all with all', () => {
  let reads = 0;
  const many = Array.from({ length: 10_000 }, (_, i) => {
    const one = { ...list[0]!, id: `x${i}` };
    const name = `Person ${(i * 7919) % 10_000}`;
    const get = (): string => {
      reads += 1;
      return name;
    };
    return Object.defineProperty(one, 'name', { get });
  });
  const named = browse(many, { search: '', tags: [], sort: 'name' }, 'en');
  // Two for each comparison, n · log2 n of them.
  expect(reads).toBeLessThan(300_000);
  expect([named[0]!.name, named.at(-1)!.name]).toEqual(['Person 0', 'Person 9999']);
  reads = 0;
  for (const search of ['q', '99999', 'x 1']) browse(many, { search, tags: [], sort: 'newest' }, 'en');
  // What is searched of an avatar is put together once.
  expect(reads).toBe(10_000);
});
