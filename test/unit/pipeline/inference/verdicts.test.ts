/** Verdicts on the disk: each test once, also for those who ask at the same time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Verdict, Verdicts } from '../../../../src/main/pipeline/inference/verdicts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'verdicts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const passed: Verdict = { state: 'passed', difference: 0, runMs: 1, cpuMs: 2, why: null };
const never = (): Promise<Verdict> => new Promise(() => {});
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

test('who asks while a test runs gets its verdict, and one that never came back is not begun a third time', async () => {
  const verdicts = new Verdicts(folder);
  let tests = 0;
  const slow = async (): Promise<Verdict> => {
    tests += 1;
    await pause(150);
    return passed;
  };
  const asked: Promise<Verdict>[] = [];
  for (let i = 0; i < 4; i++) {
    asked.push(verdicts.judge(['cuda', 'basics'], slow));
    await pause(20);
  }
  expect((await Promise.all(asked)).map(({ state }) => state)).toEqual(Array(4).fill('passed'));
  expect(tests).toBe(1);
  // Of another process each time: the one before ended in the test.
  for (let i = 0; i < 2; i++) {
    void new Verdicts(folder).judge(['cuda', 'deadly'], never);
    await pause(50);
  }
  expect((await new Verdicts(folder).judge(['cuda', 'deadly'], never)).state).toBe('failed');
});
