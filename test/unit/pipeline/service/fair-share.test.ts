/** FairShare: two busy sessions halve the machine, a modest one is served at once. */
import { expect, test } from 'vitest';
import { FairShare, type ShareMember } from '../../../../src/main/pipeline/service/fair-share.ts';

let now = 0;
/** Work takes the time it says, whatever the machine does meanwhile. */
const busyFor = (ms: number): void => {
  now += ms;
};
const newShare = (): FairShare => new FairShare(() => now);

const keepBusy = async (share: FairShare, member: ShareMember, batchMs: number, until: () => boolean) => {
  let spent = 0;
  while (!until()) {
    await share.run(member, () => busyFor(batchMs));
    spent += batchMs;
  }
  return spent;
};

test('however different their batches, neither of two falls below 40 % of the work', async () => {
  const share = newShare();
  let done = 0;
  const end = () => done++ > 60;
  const [heavy, light] = await Promise.all([
    keepBusy(share, share.join(), 12, end),
    keepBusy(share, share.join(), 3, end),
  ]);
  expect(Math.min(heavy, light) / (heavy + light)).toBeGreaterThan(0.4);
});

test('who asks for little waits for one batch at most, and messages get in between batches', async () => {
  const share = newShare();
  const order: string[] = [];
  const [heavy, modest] = [share.join(), share.join()];
  const work = Array.from({ length: 8 }, (_, i) =>
    share.run(heavy, () => {
      order.push(`heavy ${i}`);
      busyFor(10);
    }),
  );
  const message = new Promise<void>(resolve => setImmediate(() => resolve(void order.push('message'))));
  await work[1];
  await share.run(modest, () => void order.push('modest'));
  await Promise.all([...work, message]);
  const before = order.slice(0, order.indexOf('modest')).filter(name => name.startsWith('heavy'));
  expect(before.length).toBeLessThanOrEqual(3);
  expect(order.indexOf('message')).toBeLessThanOrEqual(2);
});

test('a batch that fails leaves the others their turns', async () => {
  const share = newShare();
  const member = share.join();
  const failing = share.run(member, () => Promise.reject(new Error('boom')));
  const after = share.run(member, () => 'fine');
  await expect(failing).rejects.toThrow('boom');
  await expect(after).resolves.toBe('fine');
});

test('a newcomer does not get the past of the others made up to it', async () => {
  const share = newShare();
  const old = share.join();
  for (let i = 0; i < 5; i++) await share.run(old, () => busyFor(4));
  const order: string[] = [];
  const both = [
    share.run(old, () => busyFor(2)),
    share.run(old, () => void order.push('old')),
    share.run(share.join(), () => void order.push('new')),
  ];
  await Promise.all(both);
  expect(order).toHaveLength(2);
});

test('who has worked alone for long does not wait until a newcomer has used as much', async () => {
  const share = newShare();
  const old = share.join();
  for (let i = 0; i < 20; i++) await share.run(old, () => busyFor(5));
  const order: string[] = [];
  const newcomer = share.join();
  const mine = Array.from({ length: 10 }, () =>
    share.run(newcomer, () => {
      order.push('new');
      busyFor(2);
    }),
  );
  await share.run(old, () => void order.push('old'));
  await Promise.all(mine);
  expect(order.indexOf('old')).toBeLessThan(6);
});
