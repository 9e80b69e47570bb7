/** When the packages count as installed. */
import { describe, expect, test } from 'vitest';
import { matchesLock } from '../../../scripts/house/install.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/only-mac': { version: '1.0.0', integrity: 'sha512-m', optional: true },
};
const installed = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } };

describe('installed packages', () => {
  test('match the lock file, other systems’ binaries aside', () => {
    expect(matchesLock(wanted, installed)).toBe(true);
  });

  test.each([
    ['nothing is installed', null],
    ['a package is missing', {}],
    ['a package has another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
    ['a package has other contents', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }],
    [
      'an optional one is old',
      { ...installed, 'node_modules/only-mac': { version: '0.9.0', integrity: 'sha512-m' } },
    ],
  ])('do not when %s', (_why, found) => {
    expect(matchesLock(wanted, found)).toBe(false);
  });
});
