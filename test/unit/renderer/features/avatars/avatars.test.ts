/** The avatars of the page: a large library by pages, live changes by ids, order, many at once. */
import { expect, test } from 'vitest';
import { Avatars } from '../../../../../src/renderer/features/avatars/avatars.ts';
import { AVATARS_PAGE, type AvatarView } from '../../../../../src/shared/studio/avatars.ts';
import type { StudioApi, StudioEvent } from '../../../../../src/shared/studio-api.ts';
import { fakeAvatar } from './fake-avatar.ts';

type Ask = { ids?: string[]; skip?: number };

const added = (at: number): string => new Date(1.7e12 + 1000 * at).toISOString();

/** Main with so many avatars; `asked` tells what of `avatars.list` was asked. */
const setUp = (count: number) => {
  const demo = fakeAvatar('demo', { demo: true });
  const main = Array.from({ length: count }, (_, i) => fakeAvatar(`a${i}`, { createdAt: added(count - i) }));
  main.push(demo);
  const asked: Ask[] = [];
  const sizes: number[] = [];
  const removed: number[] = [];
  let tell: (event: StudioEvent) => void = () => {};
  const of = (ids: readonly string[]): AvatarView[] => {
    const wanted = new Set(ids);
    return main.filter(({ id }) => wanted.has(id));
  };
  const answer = (name: string, params: Ask): unknown => {
    if (name === 'avatars.list') {
      asked.push(params);
      const { ids, skip = 0 } = params;
      return ids === undefined ? main.slice(skip, skip + AVATARS_PAGE) : of(ids);
    }
    sizes.push(params.ids!.length);
    if (name === 'avatars.removeMany') {
      const gone = new Set(params.ids);
      main.splice(0, main.length, ...main.filter(({ id }) => !gone.has(id)));
      return {};
    }
    return of(params.ids!);
  };
  const api = {
    call: async (name: string, params: Ask) => answer(name, params),
    subscribe: (listener: (event: StudioEvent) => void) => {
      tell = listener;
      return () => {};
    },
  } as unknown as StudioApi;
  const avatars = new Avatars({
    api,
    chosen: () => {},
    failed: error => {
      throw new Error(error.message);
    },
    removed: gone => void removed.push(gone.length),
  });
  const changed = async (...ids: string[]): Promise<void> => {
    tell({ name: 'avatars.changed', ids });
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  const names = () => avatars.view.getState().list!.map(({ id }) => id);
  return { main, asked, sizes, removed, avatars, changed, names };
};

test('a large library comes page by page and is shown once it is whole', async () => {
  const { avatars, asked, main } = setUp(2 * AVATARS_PAGE + 5);
  const seen: (number | undefined)[] = [];
  avatars.view.subscribe(({ list }) => seen.push(list?.length));
  await avatars.load();
  expect(asked.map(({ skip }) => skip)).toEqual([0, AVATARS_PAGE, 2 * AVATARS_PAGE]);
  expect(new Set(seen)).toEqual(new Set([main.length]));
  expect(avatars.get(`a${2 * AVATARS_PAGE}`)?.name).toBe(`a${2 * AVATARS_PAGE}`);
});

test('what changed elsewhere is asked for alone; come, gone and changed ones fall into place', async () => {
  const { avatars, asked, changed, main, names } = setUp(3);
  await avatars.load();
  avatars.settle('a1');
  asked.length = 0;
  main[0] = { ...main[0]!, name: 'Other' };
  main.splice(2, 1);
  main.push(fakeAvatar('between', { createdAt: '2023-11-14T22:13:22.500Z' }));
  await changed('a0', 'a2', 'between');
  expect(asked).toEqual([{ ids: ['a0', 'a2', 'between'] }]);
  expect(names()).toEqual(['a0', 'between', 'a1', 'demo']);
  expect(avatars.get('a0')?.name).toBe('Other');
  expect(avatars.view.getState().selectedId).toBe('a1');
  main.splice(1, 1);
  await changed('a1');
  expect(avatars.view.getState().selectedId).toBe('a0');
});

test('changes while the list is on its way are not lost', async () => {
  const { avatars, changed, main, names } = setUp(1);
  const loading = avatars.load();
  main.unshift(fakeAvatar('new', { createdAt: added(9) }));
  void changed('new');
  await loading;
  expect(names()).toEqual(['new', 'a0', 'demo']);
});

test('many at once are sent in parts that main takes, and the list is made anew once for each part', async () => {
  const { avatars, sizes, removed, names } = setUp(10_000);
  await avatars.load();
  const ids = names().filter(id => id !== 'demo');
  const lists = new Set<unknown>();
  avatars.view.subscribe(({ list }) => lists.add(list));
  await avatars.tag(ids, ['x'], []);
  await avatars.remove(...ids);
  expect(sizes).toEqual(Array(20).fill(AVATARS_PAGE));
  expect(removed).toEqual([10_000]);
  expect(names()).toEqual(['demo']);
  expect(lists.size).toBe(11);
});
