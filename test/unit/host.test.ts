/** What the engine process finds around it. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { engineEnvironment } from '../../src/main/host.ts';

const cuda = path.join('data', 'models');

test('the search path for libraries begins with the CUDA component and keeps what it was', () => {
  const plain = engineEnvironment('data', { HOME: 'home' }, 'linux');
  expect(plain.HOME).toBe('home');
  expect(plain.LD_LIBRARY_PATH).toContain(cuda);
  const before = engineEnvironment('data', { LD_LIBRARY_PATH: 'old' }, 'linux').LD_LIBRARY_PATH;
  expect(before?.split(path.delimiter)).toEqual([expect.stringContaining(cuda), 'old']);
});

test('on Windows there is one Path, as it was spelled', () => {
  const { Path: found, ...others } = engineEnvironment('data', { Path: 'old', TEMP: 't' }, 'win32');
  expect(found?.endsWith('old')).toBe(true);
  expect(others).toEqual({ TEMP: 't' });
});
