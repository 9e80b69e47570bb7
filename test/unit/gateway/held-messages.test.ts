/** The bounds of what waiting clients may say. */
import { expect, test } from 'vitest';
import { HeldMessages } from '../../../src/main/gateway/held-messages.ts';

const megabytes = (count: number) => ({ isBinary: true, bytes: new Uint8Array(count * 1024 * 1024) });

test('one client is read no more at 64 messages or 32 MB', () => {
  const many = new HeldMessages();
  for (let i = 0; i < 64; i++) many.push({ isBinary: false, bytes: new Uint8Array(1) });
  const large = new HeldMessages();
  large.push(megabytes(31));
  expect([many.isFull, large.isFull]).toEqual([true, false]);
  large.push(megabytes(1));
  expect(large.isFull).toBe(true);
});

test('all together hold 128 MB, and make room when they are let in or leave', () => {
  const total = { bytes: 0 };
  const clients = Array.from({ length: 5 }, () => new HeldMessages(total));
  for (const client of clients) client.push(megabytes(26));
  const late = new HeldMessages(total);
  late.push(megabytes(1));
  expect(late.isFull).toBe(true);
  expect(clients[0]!.take()).toHaveLength(1);
  expect([late.isFull, total.bytes]).toEqual([false, 105 * 1024 * 1024]);
});
