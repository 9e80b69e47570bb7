/** The stage: whose picture is seen. Over a socket made by hand, with pictures that are none. */
import { expect, test } from 'vitest';
import { Stage } from '../../../../../src/renderer/features/stage/stage.ts';
import type { SocketEvents } from '../../../../../src/renderer/transport/socket.ts';
import { CompositorOptions } from '../../../../../src/shared/compositor-options.ts';
import { encodeLiveUnit } from '../../../../../src/shared/native-protocol.ts';
import { PortraitOptions } from '../../../../../src/shared/renderer-options/portrait.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';

const ASK = {
  avatarId: 'mia',
  width: 416,
  height: 704,
  fps: 25,
  portrait: PortraitOptions.parse({}),
  compositor: CompositorOptions.parse({}),
};

const setUp = () => {
  let events: SocketEvents | null = null;
  let wallMs = 1_000;
  const stage = new Stage({
    openSocket: (_path, told) => {
      events = told;
      return { sendText: () => {}, sendBinary: () => {}, queuedBytes: () => 0, close: () => {} };
    },
    clock: new ManualClock(),
    sound: null,
    wallMs: () => wallMs,
    decode: async () => ({ close: () => {} }) as ImageBitmap,
  });
  stage.show(ASK);
  events!.opened();
  const created = { type: 'session.created', session_id: 's', video: { width: 416, height: 704, fps: 25 } };
  events!.text(JSON.stringify(created));
  const frame = async (pts: number): Promise<void> => {
    events!.binary(encodeLiveUnit({ kind: 'video', turn: 1, pts, bytes: new Uint8Array([1]) }));
    await Promise.resolve();
    await Promise.resolve();
  };
  return {
    stage,
    frame,
    text: (message: object) => events!.text(JSON.stringify(message)),
    pass: (ms: number) => {
      wallMs += ms;
      stage.tick();
    },
  };
};

test('a frame of the session is seen when its time has come', async () => {
  const { stage, frame, pass } = setUp();
  await frame(0);
  pass(1_000);
  expect(stage.view.getState().pictured).toBe(true);
});

test('a frame that was on its way when its session ended is not seen any more', async () => {
  const { stage, frame, pass } = setUp();
  await frame(0);
  stage.show(null);
  pass(1_000);
  expect(stage.view.getState().pictured).toBe(false);
  const again = setUp();
  await again.frame(0);
  again.stage.show({ ...ASK, avatarId: 'nilo' });
  again.pass(1_000);
  expect(again.stage.view.getState().pictured).toBe(false);
});

test('the visemes it hears of lie on its timeline', () => {
  const { stage, text } = setUp();
  text({ type: 'viseme', name: 'PP', turn: 1, pts_us: 40_000 });
  text({ type: 'viseme', name: 'no such', turn: 1, pts_us: 80_000 });
  text({ type: 'viseme', name: 'sil', turn: 1, pts_us: 120_000 });
  expect(stage.timeline.visemes(0, 200_000)).toEqual([{ name: 'PP', start: 40_000, end: 120_000 }]);
});
