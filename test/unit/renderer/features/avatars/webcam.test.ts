/** The camera: counted down, taken again, let go, and refused in words that help. */
import { expect, test } from 'vitest';
import { cameraError, Webcam } from '../../../../../src/renderer/features/avatars/webcam.ts';
import { ManualClock } from '../../../../support/manual-clock.ts';

const made = (open?: () => Promise<MediaStream>) => {
  const clock = new ManualClock();
  const stopped: string[] = [];
  const stream = { getTracks: () => [{ stop: () => stopped.push('video') }] } as unknown as MediaStream;
  const webcam = new Webcam({
    open: open ?? (async () => stream),
    grab: async () => new Blob(['png']),
    clock,
    now: () => new Date('2026-01-02T03:04:05Z'),
  });
  return { webcam, clock, stopped, at: () => webcam.view.getState().at };
};

test('a snapshot is counted down, looked at, taken again, and the camera is let go', async () => {
  const { webcam, clock, stopped, at } = made();
  await webcam.open();
  webcam.take();
  expect(webcam.view.getState()).toMatchObject({ at: 'counting', left: 3 });
  await clock.advance(2000);
  expect(webcam.view.getState()).toMatchObject({ left: 1 });
  await clock.advance(1000);
  const taken = webcam.view.getState();
  expect(taken.at === 'taken' && taken.file.name).toBe('Snapshot 2026-01-02 03-04-05.png');
  await webcam.open();
  expect(at()).toBe('live');
  webcam.take();
  webcam.stopCount();
  await clock.advance(5000);
  expect(at()).toBe('live');
  webcam.close();
  expect(stopped).toEqual(['video']);
});

test('a camera that opens after the dialog is gone is let go at once', async () => {
  const { webcam, stopped } = made();
  const opening = webcam.open();
  webcam.close();
  await opening;
  expect(stopped).toEqual(['video']);
});

test.each([
  ['NotAllowedError', 'gateway/forbidden'],
  ['NotFoundError', 'store/not-found'],
  ['NotReadableError', 'engine/unavailable'],
])('%s is %s', async (name, code) => {
  const refusal = Object.assign(new Error('x'), { name });
  expect(cameraError(refusal).code).toBe(code);
  const { webcam } = made(() => Promise.reject(refusal));
  await webcam.open();
  expect(webcam.view.getState()).toMatchObject({ at: 'failed', error: { code } });
});
