/** Takes of the stage as the page keeps them: begun where the picture is, ended, lost with a session, saved as they were seen. */
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { LiveMessage } from '../../../../../src/renderer/features/stage/live-messages.ts';
import type { StageView } from '../../../../../src/renderer/features/stage/stage.ts';
import { Takes, type TakesDeps } from '../../../../../src/renderer/features/stage/takes.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';

const LIVE = {
  at: 'live',
  sessionId: 's',
  width: 416,
  height: 704,
  fps: 25,
  renderer: null,
  hasAlpha: false,
} as const;
const portrait = PortraitOptions.parse({ expression: 'smile' });
const compositor = CompositorOptions.parse({ mode: 'easy_improved' });

const setUp = (drawn: { background?: unknown } = { background: 'transparent' }) => {
  const view = createStore(() => ({ link: LIVE }) as unknown as StageView);
  const told: unknown[] = [];
  const asked: { name: string; params: unknown }[] = [];
  let tell: (message: LiveMessage) => void = () => {};
  let now = 1_000;
  const takes = new Takes({
    stage: {
      view,
      position: () => 4_200_000,
      onMessage: (reader: typeof tell) => {
        tell = reader;
        return () => {};
      },
      link: {
        startTake: (name: string, from: number | null) => told.push(['start', name, from]) > 0,
        stopTake: () => told.push(['stop']) > 0,
      },
    } as unknown as TakesDeps['stage'],
    api: {
      call: async (name: string, params: unknown) => {
        asked.push({ name, params });
        if (name !== 'sessions.get') return {};
        return {
          avatarId: 'mia',
          settings: {
            width: 416,
            height: 704,
            fps: 25,
            renderer: 'portrait',
            portrait,
            compositor,
            model: 'x',
            ...drawn,
          },
        };
      },
    } as unknown as TakesDeps['api'],
    wallMs: () => now,
    name: () => 'A take',
    colour: () => '#102030',
    failed: error => told.push(error),
  });
  return {
    takes,
    view,
    told,
    asked,
    tell: (message: LiveMessage) => tell(message),
    pass: (ms: number) => (now += ms),
  };
};

test('begins where the picture is, ends, and is saved as it was seen', async () => {
  const { takes, told, asked, tell } = setUp();
  takes.toggle();
  expect(told).toEqual([['start', 'A take', 4_200_000]]);
  tell({ type: 'take.started', take_id: 'avt_t' });
  expect(takes.view.getState().state).toEqual({ at: 'recording', id: 'avt_t', since: 1_000 });
  takes.toggle();
  expect(told.at(-1)).toEqual(['stop']);
  tell({ type: 'take.stopped', take_id: 'avt_t', duration_ms: 5_000 });
  expect(takes.view.getState()).toMatchObject({
    state: { at: 'none' },
    last: { id: 'avt_t', durationMs: 5_000 },
  });
  await takes.save();
  expect(asked.at(-1)).toEqual({
    name: 'exports.start',
    params: {
      avatarId: 'mia',
      speech: { kind: 'session', sessionId: 'avt_t' },
      container: 'mp4',
      width: 416,
      height: 704,
      fps: 25,
      backgroundRgb: [16, 32, 48],
      look: { renderer: 'portrait', portrait, compositor },
    },
  });
});

test('a take that ends with its session is not lost', () => {
  const { takes, view, tell, pass } = setUp();
  takes.toggle();
  tell({ type: 'take.started', take_id: 'avt_t' });
  pass(3_000);
  view.setState({ link: { at: 'creating' } });
  expect(takes.view.getState()).toMatchObject({
    state: { at: 'none' },
    last: { id: 'avt_t', durationMs: 3_000 },
  });
});

test.each([
  ['a picture of the library', { background: { avatar_id: 'room' } }, { backgroundId: 'room' }],
  ['a colour', { background: '#00b140' }, { backgroundRgb: [0, 177, 64] }],
  ['the avatar’s own', {}, {}],
])('is saved before what stood behind it: %s', async (_name, drawn, asked_) => {
  const { takes, asked, tell } = setUp(drawn);
  tell({ type: 'take.stopped', take_id: 'avt_t', duration_ms: 5_000 });
  await takes.save();
  const { backgroundRgb, backgroundId } = asked.at(-1)!.params as Record<string, unknown>;
  expect({ backgroundRgb, backgroundId }).toEqual({
    backgroundRgb: undefined,
    backgroundId: undefined,
    ...asked_,
  });
});
