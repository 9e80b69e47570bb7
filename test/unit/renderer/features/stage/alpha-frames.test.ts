/** The worker for frames with alpha: answers out of order, too many at once, and one that does not run. */
import { describe, expect, test, vi } from 'vitest';
import {
  type AlphaFrame,
  type AlphaJob,
  type AlphaWorker,
  createFrameDecoder,
} from '../../../../../src/renderer/features/stage/alpha-frames.ts';

const SIZE = { width: 2, height: 2 };
const JPEG = new Uint8Array([0xff, 0xd8]);
const bitmap = (): ImageBitmap => ({ ...SIZE, close: vi.fn() });

const fakeWorker = () => {
  const jobs: AlphaJob[] = [];
  const listeners = new Map<string, (event: { data: AlphaFrame }) => void>();
  let ended = 0;
  const worker: AlphaWorker = {
    postMessage: job => jobs.push(job),
    addEventListener: (type: string, listener: (event: { data: AlphaFrame }) => void) =>
      void listeners.set(type, listener),
    terminate: () => {
      ended += 1;
    },
  };
  return {
    worker,
    jobs,
    answer: (data: AlphaFrame) => listeners.get('message')!({ data }),
    fall: () => listeners.get('error')!({ data: { id: -1, error: '' } }),
    ended: () => ended,
  };
};

describe('frames with alpha', () => {
  test('each answer goes to its own frame, in any order; one that nobody asked for is closed', async () => {
    const { worker, jobs, answer } = fakeWorker();
    const decode = createFrameDecoder(() => worker);
    const [first, second] = [decode(JPEG, SIZE), decode(JPEG, SIZE)];
    expect(jobs.map(({ id }) => id)).toEqual([0, 1]);
    expect([...JPEG]).toEqual([0xff, 0xd8]);
    const [one, two, late] = [bitmap(), bitmap(), bitmap()];
    answer({ id: 1, frame: two });
    answer({ id: 0, frame: one });
    answer({ id: 0, frame: late });
    expect(await first).toBe(one);
    expect(await second).toBe(two);
    expect(late.close).toHaveBeenCalledOnce();
  });

  test('a slow worker loses new frames instead of gathering them', async () => {
    const { worker, jobs } = fakeWorker();
    const decode = createFrameDecoder(() => worker);
    for (let i = 0; i < 25; i++) void decode(JPEG, SIZE);
    await expect(decode(JPEG, SIZE)).rejects.toThrow('too many');
    expect(jobs).toHaveLength(25);
  });

  test('where no worker runs the page does it itself', async () => {
    const own = vi.fn(async () => Promise.reject(new Error('by the page')));
    vi.stubGlobal('createImageBitmap', own);
    const { worker, fall, ended } = fakeWorker();
    const decode = createFrameDecoder(() => worker);
    const lost = decode(JPEG, SIZE);
    fall();
    await expect(lost).rejects.toThrow('broke');
    expect(ended()).toBe(1);
    await expect(decode(JPEG, SIZE)).rejects.toThrow('by the page');
    const none = createFrameDecoder(() => {
      throw new Error('no workers here');
    });
    await expect(none(JPEG, SIZE)).rejects.toThrow('by the page');
    expect(own).toHaveBeenCalledTimes(2);
    vi.unstubAllGlobals();
  });
});
