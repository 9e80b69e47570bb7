/** The kept sessions on the page: paging, search, forgetting with time to think again. */
import { beforeEach, describe, expect, test } from 'vitest';
import { PAGE, Sessions, THINK_AGAIN_MS } from '../../../../../src/renderer/features/sessions/sessions.ts';
import { readableDuration } from '../../../../../src/renderer/ui/readable-duration.ts';
import type { SessionView } from '../../../../../src/shared/studio/sessions.ts';
import type { StudioApi, StudioEvent } from '../../../../../src/shared/studio-api.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';

const session = (index: number): SessionView => ({
  id: `s${index}`,
  protocol: 'omnirt',
  avatarId: null,
  avatarName: index % 2 === 0 ? 'Mira' : 'Nilo',
  startedAt: '2026-11-21T10:00:00.000Z',
  endedAt: '2026-11-21T10:01:00.000Z',
  durationMs: 60_000,
  frames: 1500,
  errors: 0,
  hasAudio: true,
  settings: {},
});

let kept: SessionView[];
let removed: string[];
let tell: (event: StudioEvent) => void;
let clock: ManualClock;
let sessions: Sessions;
const settle = () => new Promise<void>(resolve => setTimeout(resolve));

beforeEach(() => {
  kept = Array.from({ length: 260 }, (_, i) => session(i));
  removed = [];
  clock = new ManualClock();
  const call = async (name: string, params: Record<string, unknown>): Promise<unknown> => {
    if (name === 'sessions.totals') return { sessions: kept.length, audioBytes: 1000 };
    if (name === 'sessions.remove') {
      removed.push(String(params.id));
      kept = kept.filter(({ id }) => id !== params.id);
      return {};
    }
    const { limit, skip, search } = params as { limit: number; skip: number; search: string };
    const found = kept.filter(({ avatarName }) => avatarName?.toLowerCase().includes(search.toLowerCase()));
    return found.slice(skip, skip + limit);
  };
  const api = {
    call,
    subscribe: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
  } as unknown as StudioApi;
  sessions = new Sessions({ api, clock, failed: () => {} });
});

describe('the list', () => {
  test('comes page by page to its end, and is read anew when something changes while it is seen', async () => {
    sessions.open();
    await settle();
    expect(sessions.view.getState().list).toHaveLength(PAGE);
    sessions.more();
    await settle();
    sessions.more();
    await settle();
    expect(sessions.view.getState()).toMatchObject({ complete: true, totals: { sessions: 260 } });
    expect(sessions.view.getState().list).toHaveLength(260);
    kept = [session(999), ...kept];
    tell({ name: 'sessions.changed' });
    clock.step(1000);
    await settle();
    expect(sessions.view.getState().list?.[0]?.id).toBe('s999');
  });

  test('is searched a moment after typing', async () => {
    sessions.open();
    await settle();
    sessions.setSearch('mir');
    clock.step(300);
    await settle();
    expect(sessions.view.getState().list?.every(({ avatarName }) => avatarName === 'Mira')).toBe(true);
  });
});

describe('forgetting', () => {
  beforeEach(async () => {
    sessions.open();
    await settle();
  });

  test('can be undone for some seconds, then it is done', async () => {
    sessions.select('s3');
    sessions.forget(kept[3]!);
    expect(sessions.view.getState().selectedId).toBeNull();
    expect(sessions.view.getState().list?.some(({ id }) => id === 's3')).toBe(false);
    sessions.undoForget();
    await settle();
    expect(sessions.view.getState().list?.some(({ id }) => id === 's3')).toBe(true);
    clock.step(THINK_AGAIN_MS * 2);
    expect(removed).toEqual([]);
    sessions.forget(kept[4]!);
    clock.step(THINK_AGAIN_MS);
    await settle();
    expect(removed).toEqual(['s4']);
    expect(sessions.view.getState().forgotten).toEqual([]);
  });

  test('brings back the last one of the list too, chosen', async () => {
    const last = sessions.view.getState().list!.at(-1)!;
    sessions.forget(last);
    sessions.undoForget();
    await settle();
    expect(sessions.view.getState().list?.at(-1)?.id).toBe(last.id);
    expect(sessions.view.getState().selectedId).toBe(last.id);
  });

  test('leaving the screen does it at once', async () => {
    sessions.forget(kept[5]!);
    sessions.close();
    await settle();
    expect(removed).toEqual(['s5']);
  });
});

test('durations as people read them', () => {
  expect([7_400, 750_000, 3_723_000].map(readableDuration)).toEqual(['0:07', '12:30', '1:02:03']);
});
