/** The kept sessions on the page: pages in sight, narrowing, forgetting with a way back. */
import { beforeEach, describe, expect, test } from 'vitest';
import { PAGE, placeOf, sessionAt } from '../../../../../src/renderer/features/sessions/session-pages.ts';
import { rangeOf } from '../../../../../src/renderer/features/sessions/session-times.ts';
import { isNarrowed, Sessions } from '../../../../../src/renderer/features/sessions/sessions.ts';
import { readableDuration } from '../../../../../src/renderer/ui/readable-duration.ts';
import type { SessionView } from '../../../../../src/shared/studio/sessions.ts';
import type { StudioApi, StudioEvent } from '../../../../../src/shared/studio-api.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';

const session = (index: number): SessionView => ({
  id: `s${index}`,
  protocol: 'omnirt',
  clientName: null,
  clientOrigin: null,
  avatarId: null,
  avatarName: index % 2 === 0 ? 'Mira' : 'Nilo',
  startedAt: '2026-11-21T10:00:00.000Z',
  endedAt: '2026-11-21T10:01:00.000Z',
  durationMs: 60_000,
  audioMs: 60_000,
  audioBytes: 100,
  frames: 1500,
  errors: 0,
  hasAudio: true,
  said: '',
  takes: [],
  settings: {},
});

let kept: SessionView[];
let hidden: SessionView[];
let asked: { name: string; params: Record<string, unknown> }[];
let tell: (event: StudioEvent) => void;
let clock: ManualClock;
let sessions: Sessions;
const settle = () => new Promise<void>(resolve => setTimeout(resolve, 5));
const shown = () => sessions.view.getState();
const pagesRead = () => [...shown().listed!.pages.keys()];

beforeEach(async () => {
  kept = Array.from({ length: 10_000 }, (_, i) => session(i));
  hidden = [];
  asked = [];
  clock = new ManualClock();
  const find = (search: unknown) =>
    kept.filter(one => one.avatarName?.toLowerCase().includes(String(search ?? '').toLowerCase()));
  const answers: Record<string, (params: Record<string, unknown>) => unknown> = {
    'sessions.count': ({ search }) => ({ count: find(search).length }),
    'sessions.list': ({ search, skip, limit }) =>
      find(search).slice(Number(skip), Number(skip) + Number(limit)),
    'sessions.totals': () => ({ sessions: kept.length, audioBytes: 1000, oldestAt: null }),
    'sessions.facets': () => ({ protocols: ['omnirt'], avatars: [] }),
    'sessions.get': ({ id }) => kept.find(one => one.id === id) ?? Promise.reject(new Error('gone')),
    'sessions.remove': ({ id }) => {
      hidden = kept.filter(one => one.id === id);
      kept = kept.filter(one => one.id !== id);
      return { undo: 'u', undoMs: 30_000 };
    },
    'sessions.restore': () => {
      kept = [...hidden, ...kept];
      return { count: hidden.length };
    },
  };
  const api = {
    call: async (name: string, params: Record<string, unknown>) => {
      asked.push({ name, params });
      return answers[name]!(params);
    },
    subscribe: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
  } as unknown as StudioApi;
  sessions = new Sessions({ api, clock, failed: () => {}, now: () => new Date(2026, 10, 21, 15) });
  sessions.open();
  await settle();
});

describe('the list', () => {
  test('knows how many there are and reads only the pages in sight', async () => {
    expect(shown().listed?.count).toBe(10_000);
    expect(pagesRead()).toEqual([0]);
    sessions.see(5_030, 5_060);
    sessions.see(5_031, 5_061);
    await settle();
    expect(pagesRead()).toEqual([0, 50]);
    expect(sessionAt(shown().listed!, 5_040)?.id).toBe('s5040');
    expect(sessionAt(shown().listed!, 9_000)).toBeNull();
    expect(placeOf(shown().listed!, 's5040')).toBe(5_040);
    expect(asked.filter(({ name }) => name === 'sessions.list')).toHaveLength(2);
    expect(asked.find(({ params }) => params.skip === 5_000)?.params.limit).toBe(PAGE);
  });

  test('is read anew when something changes, where the eye is', async () => {
    sessions.see(5_030, 5_060);
    await settle();
    kept = [session(99_999), ...kept];
    tell({ name: 'sessions.changed' });
    tell({ name: 'sessions.changed' });
    clock.step(1000);
    await settle();
    expect(pagesRead()).toEqual([50]);
    expect(shown().listed?.count).toBe(10_001);
  });

  test('is narrowed, by words a moment after typing', async () => {
    sessions.narrow({ search: 'mir' });
    expect(isNarrowed(shown().narrowing)).toBe(true);
    clock.step(300);
    await settle();
    expect(shown().listed?.count).toBe(5_000);
    sessions.narrow({ search: '', span: 'week' });
    clock.step(300);
    await settle();
    const last = asked.filter(({ name }) => name === 'sessions.count').at(-1);
    expect(last?.params).toMatchObject({
      search: '',
      since: new Date(2026, 10, 15).toISOString(),
      until: null,
    });
  });
});

describe('forgetting', () => {
  test('takes one away at once, and gives it back', async () => {
    sessions.select(kept[3]!);
    await sessions.forget(kept[3]!);
    expect(shown()).toMatchObject({ selected: null, forgotten: [{ count: 1, undo: 'u' }] });
    expect(sessionAt(shown().listed!, 3)?.id).toBe('s4');
    await sessions.undoForget();
    expect(shown().forgotten).toEqual([]);
    expect(shown().listed?.count).toBe(10_000);
  });

  test('is not offered to be taken back when its time is over', async () => {
    await sessions.forget(kept[3]!);
    clock.step(30_000);
    expect(shown().forgotten).toEqual([]);
  });
});

test('spans of time begin at midnight', () => {
  const now = new Date(2026, 10, 21, 15, 30);
  expect(rangeOf('today', now)).toEqual({ since: new Date(2026, 10, 21).toISOString(), until: null });
  expect(rangeOf('any', now)).toEqual({ since: null, until: null });
  expect(rangeOf('older', now).until).toBe(rangeOf('month', now).since);
});

test('durations as people read them', () => {
  expect([7_400, 750_000, 3_723_000].map(readableDuration)).toEqual(['0:07', '12:30', '1:02:03']);
});
