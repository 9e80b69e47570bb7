/** What the server screen computes: paces from counts, lines for other programs, which messages are shown. */
import { expect, test } from 'vitest';
import { ratesOf } from '../../../../../src/renderer/features/figures/rates.ts';
import { paceOf } from '../../../../../src/renderer/features/server/client-pace.ts';
import {
  choicesOf,
  filterMessages,
  NO_FILTER,
} from '../../../../../src/renderer/features/server/message-filter.ts';
import { SNIPPETS, scriptOf, snippetOf } from '../../../../../src/shared/studio/connect-snippets.ts';
import type { MessageLine } from '../../../../../src/shared/studio/message-log.ts';

test('rates come from two looks that are far enough apart', () => {
  const before = { at: 1000, frames: 100, bytes: 1_000_000 };
  expect(ratesOf(before, { at: 3000, frames: 150, bytes: 3_000_000 })).toEqual({
    fps: 25,
    bytesPerSecond: 1_000_000,
  });
  expect(ratesOf(before, { at: 1200, frames: 105, bytes: 0 })).toBeNull();
  expect(ratesOf(undefined, before)).toBeNull();
});

test('a client’s pace adds up its sessions; one that began counts from its start, one that ended counts no more', () => {
  const first = { at: 1000, frames: { a: 100, b: 50 }, bytesIn: 0, bytesOut: 1000 };
  const pace = paceOf(undefined, first);
  expect(pace).toMatchObject({ fps: null, history: [] });
  const next = paceOf(
    { look: first, pace },
    { at: 3000, frames: { a: 150, c: 10 }, bytesIn: 8, bytesOut: 3000 },
  );
  expect(next).toEqual({ fps: 30, bytesInPerSecond: 4, bytesOutPerSecond: 1000, history: [30] });
  expect(paceOf({ look: first, pace: next }, { ...first, at: 1100 })).toBe(next);
});

test('every snippet names this server and its token', () => {
  const wsUrl = 'ws://127.0.0.1:8765';
  for (const name of SNIPPETS) {
    const plain = snippetOf(name, { wsUrl, token: null });
    expect(plain).toContain('127.0.0.1:8765');
    expect(plain).not.toMatch(/token/i);
    expect(snippetOf(name, { wsUrl, token: 'abc' })).toContain('abc');
  }
  expect(snippetOf('opentalking', { wsUrl, token: null })).toContain('OMNIRT_ENDPOINT=http://127.0.0.1:8765');
  expect(SNIPPETS.map(scriptOf)).toEqual(['record-session.mjs', 'record_session.py', null, null]);
});

const line = (n: number, extra: Partial<MessageLine>): MessageLine => ({
  n,
  at: 0,
  clientId: 'a',
  client: 'robot',
  isOwnPage: false,
  protocol: 'omnirt',
  direction: 'in',
  isBinary: false,
  bytes: 1,
  type: 'ping',
  text: '{"type":"ping"}',
  frames: 0,
  peaks: null,
  isCut: false,
  ...extra,
});

test('messages pass by program, protocol, direction, type and text', () => {
  const lines = [
    line(1, {}),
    line(2, { direction: 'out', type: 'pong', text: '{"type":"PONG"}' }),
    line(3, { clientId: 'b', client: '', protocol: 'flashtalk', type: 'AUDI', text: null }),
  ];
  const shown = (patch: Partial<typeof NO_FILTER>) =>
    filterMessages(lines, { ...NO_FILTER, ...patch }).map(({ n }) => n);
  expect(filterMessages(lines, NO_FILTER)).toBe(lines);
  expect(shown({ clientId: 'b' })).toEqual([3]);
  expect(shown({ protocol: 'omnirt', direction: 'out' })).toEqual([2]);
  expect(shown({ type: 'AUDI' })).toEqual([3]);
  expect(shown({ text: ' pong ' })).toEqual([2]);
  expect(shown({ text: 'robot' })).toEqual([1, 2]);
  expect(choicesOf(lines)).toEqual({
    clients: [
      { id: 'a', name: 'robot', isOwnPage: false },
      { id: 'b', name: '', isOwnPage: false },
    ],
    protocols: ['omnirt', 'flashtalk'],
    types: ['ping', 'pong', 'AUDI'],
  });
});
