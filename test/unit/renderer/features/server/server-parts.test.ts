/** What the server screen computes: rates from counts, lines for other programs. */
import { expect, test } from 'vitest';
import { ratesOf } from '../../../../../src/renderer/features/figures/rates.ts';
import { SNIPPETS, snippetOf } from '../../../../../src/renderer/features/server/snippets.ts';

test('rates come from two looks that are far enough apart', () => {
  const before = { at: 1000, frames: 100, bytes: 1_000_000 };
  expect(ratesOf(before, { at: 3000, frames: 150, bytes: 3_000_000 })).toEqual({
    fps: 25,
    bytesPerSecond: 1_000_000,
  });
  expect(ratesOf(before, { at: 1200, frames: 105, bytes: 0 })).toBeNull();
  expect(ratesOf(undefined, before)).toBeNull();
});

test('every snippet names this server', () => {
  for (const name of SNIPPETS) expect(snippetOf(name, 'ws://127.0.0.1:8765')).toContain('127.0.0.1:8765');
  expect(snippetOf('opentalking', 'ws://127.0.0.1:8765')).toContain('OMNIRT_ENDPOINT=http://127.0.0.1:8765');
});
