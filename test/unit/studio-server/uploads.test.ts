/** What stays of files on their way in, and what a start deletes. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Uploads } from '../../../src/main/studio-server/uploads.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'uploads-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

test('the start deletes what earlier runs left, not what has come in meanwhile', async () => {
  const left = path.join(dataDir, 'uploads', 'earlier');
  mkdirSync(left, { recursive: true });
  writeFileSync(path.join(left, 'upl_1.wav'), 'left');
  writeFileSync(path.join(dataDir, 'uploads', 'upl_0.wav'), 'of an older version');
  const engine = { call: () => Promise.reject(new Error('not asked')) };
  const uploads = new Uploads({ dataDir, engine });
  const coming = await uploads.place('photo.zip');
  writeFileSync(coming, 'now');
  await uploads.start();
  expect(existsSync(coming)).toBe(true);
  expect(existsSync(left)).toBe(false);
  expect(existsSync(path.join(dataDir, 'uploads', 'upl_0.wav'))).toBe(false);
});
