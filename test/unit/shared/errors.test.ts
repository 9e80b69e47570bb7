/** What is told of errors nobody foresaw: those of the file system keep this machine's paths to themselves. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { StudioError, toErrorData } from '../../../src/shared/errors.ts';

test('an error of the file system is told without its path', async () => {
  const error = await readFile('/nowhere/somebody/picture.png').catch((cause: unknown) => cause);
  expect(toErrorData(error)).toEqual({
    code: 'internal/bug',
    message: 'A file cannot be used (ENOENT, open).',
    details: {},
  });
});

test('ours and other errors keep their words', () => {
  expect(toErrorData(new StudioError('store/not-found', 'Gone.', { a: 1 }))).toEqual({
    code: 'store/not-found',
    message: 'Gone.',
    details: { a: 1 },
  });
  expect(toErrorData(new TypeError('x is not a function')).message).toBe('x is not a function');
  expect(toErrorData('odd').message).toBe('odd');
});
