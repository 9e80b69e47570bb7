/** A connection that is lost and replaced: what is kept, what is left out, and what is too much. */
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../../../src/main/protocols/front-end.ts';
import { ClientLink } from '../../../../src/main/protocols/omnirt/client-link.ts';

const connect = () => {
  const sent: (string | number)[] = [];
  const closed: number[] = [];
  const connection: Connection = {
    id: 'x',
    path: '/',
    query: new URLSearchParams(),
    origin: null,
    userAgent: null,
    queuedBytes: 7,
    sendText: text => void sent.push(text),
    sendBinary: bytes => sent.push(bytes.length) > 0,
    pause: () => {},
    resume: () => {},
    close: code => void closed.push(code),
  };
  return { connection, sent, closed };
};

describe('ClientLink', () => {
  test('keeps the order over the gap, after the greeting', () => {
    const [first, second] = [connect(), connect()];
    const link = new ClientLink(first.connection, () => {});
    link.sendText('a');
    link.detach();
    expect(link.current).toBeNull();
    expect(link.queuedBytes).toBe(0);
    link.sendText('b');
    expect(link.sendBinary(new Uint8Array(3), { droppable: true })).toBe(true);
    link.attach(second.connection, 'hello');
    link.sendText('c');
    expect(first.sent).toEqual(['a']);
    expect(second.sent).toEqual(['hello', 'b', 3, 'c']);
    expect(first.closed).toEqual([]);
  });

  test('leaves the gap out when told to', () => {
    const [first, second] = [connect(), connect()];
    const link = new ClientLink(first.connection, () => {});
    link.keeps = false;
    link.detach();
    link.sendText('b');
    link.sendBinary(new Uint8Array(3));
    link.attach(second.connection, 'hello');
    expect(second.sent).toEqual(['hello']);
  });

  test('a connection that only seems to live is closed, the same one is not', () => {
    const [first, second] = [connect(), connect()];
    const link = new ClientLink(first.connection, () => {});
    link.attach(first.connection, 'again');
    expect(first.closed).toEqual([]);
    link.attach(second.connection, 'hello');
    expect(first.closed).toEqual([1000]);
  });

  test('says when more came than is kept', () => {
    let overflows = 0;
    const link = new ClientLink(connect().connection, () => {
      overflows += 1;
    });
    link.detach();
    for (let i = 0; i < 31; i++) link.sendBinary(new Uint8Array(1024 * 1024));
    expect(overflows).toBe(0);
    link.sendBinary(new Uint8Array(1024 * 1024));
    expect(overflows).toBe(1);
  });
});
