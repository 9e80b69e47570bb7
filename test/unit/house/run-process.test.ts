/** Programs that end well, badly, late or not at all, and what of their words is for people. */
import { describe, expect, test } from 'vitest';
import { lastLines, runProcess } from '../../../scripts/house/run-process.mjs';

const runScript = (script: string, timeoutMs = 10_000) =>
  runProcess(process.execPath, ['-e', script], { timeoutMs });

describe('a program', () => {
  test('is heard on both streams', async () => {
    const { code, output } = await runScript(
      "console.log('out'); console.error('err'); process.exitCode = 3",
    );
    expect({ code, lines: output.trim().split('\n').sort() }).toEqual({ code: 3, lines: ['err', 'out'] });
  });

  test('that runs too long is ended with code 124', async () => {
    expect((await runScript('setTimeout(() => {}, 60000)', 300)).code).toBe(124);
  });

  test('that is not there is code 127', async () => {
    expect((await runProcess('mouthpiece-no-such-program', [])).code).toBe(127);
  });

  test('keeps only the end of a flood', async () => {
    const { output } = await runScript("process.stdout.write('x'.repeat(900000) + 'end')");
    expect(output.length).toBe(200_000);
    expect(output.endsWith('end')).toBe(true);
  });
});

test('the last lines hold no stack frame', () => {
  expect(lastLines('one\n\nError: two\n    at f (a.js:1:1)\n    at g (a.js:2:2)\n', 2)).toBe(
    'one\nError: two',
  );
});
