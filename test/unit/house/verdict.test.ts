/** The gate's sums: what counts as passed, failed and skipped, and the last two lines. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../../scripts/gate/verdict.ts';

const skipped = [{ name: 'a.test.ts > opens', reason: 'no display' }];
const allowed = [{ test: 'a.test.ts > opens', reason: 'needs a display' }];

describe('the verdict', () => {
  test('adds up what passed', () => {
    const verdict = judge(
      [
        { passed: 3, failures: [] },
        { passed: 1, failures: [] },
      ],
      [],
    );
    expect(verdict).toEqual({ ok: true, lines: ['skipped: none', '4 passed, 0 failed'] });
  });

  test('names a skip that is allowed, with the reason it gave', () => {
    const verdict = judge([{ passed: 1, failures: [], skipped }], allowed);
    expect(verdict).toEqual({
      ok: true,
      lines: ['skipped: a.test.ts > opens (no display)', '1 passed, 0 failed'],
    });
  });

  test('fails on a skip that nobody allowed', () => {
    const verdict = judge([{ passed: 1, failures: [], skipped }], []);
    expect(verdict.ok).toBe(false);
    expect(verdict.lines.at(-1)).toBe('1 passed, 1 failed');
    expect(verdict.lines[0]).toContain('skipped without leave: a.test.ts > opens');
  });

  test('shows every failure and counts it', () => {
    const verdict = judge([{ passed: 2, failures: ['types (exit code 2)\nx.ts(1,1)', 'build'] }], []);
    expect(verdict.ok).toBe(false);
    expect(verdict.lines.filter(line => line.startsWith('✗'))).toHaveLength(2);
    expect(verdict.lines.at(-1)).toBe('2 passed, 2 failed');
  });

  test('is bad when nothing ran', () => {
    expect(judge([], []).ok).toBe(false);
  });
});
