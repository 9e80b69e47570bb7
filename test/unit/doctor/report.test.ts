/** What a report gives away, and what it must not. */
import os from 'node:os';
import { describe, expect, test } from 'vitest';
import { redact } from '../../../src/main/doctor/redact.ts';
import { reportOf } from '../../../src/main/doctor/report.ts';

describe('redact', () => {
  test.each([
    ['data in /srv/ann/share/Mouthpiece', 'data in <path>'],
    ['{"file":"C:\\\\Users\\\\Ann\\\\a b.png"}', /^(?!.*Users).*$/],
    ['open \\\\nas\\share\\x.wav', 'open <path>'],
    ['see file:///Volumes/ann/x.png', /^(?!.*ann).*$/],
    ['GET /v1/audio2video/models', 'GET /v1/audio2video/models'],
    ['12 of 13 a/b', '12 of 13 a/b'],
    ['wss://gpu.example:9/v1/x?key=1', 'wss://<host>/v1/x?<key>'],
    ['http://127.0.0.1:8765/v1/x?token=abc', 'http://127.0.0.1:8765/v1/x?<key>'],
    ['Bearer 0123456789abcdef0123456789abcdef0123', 'Bearer <key>'],
    ['mail ann@example.org', 'mail <mail>'],
  ])('%s', (text, wanted) => {
    if (typeof wanted === 'string') expect(redact(text, [])).toBe(wanted);
    else expect(redact(text, [])).toMatch(wanted);
  });

  test('names go as whole words, the longest first; very short ones stay', () => {
    expect(redact('Ann Lee met Ann; an annex', ['Ann', 'Ann Lee', 'an'])).toBe('<name> met <name>; an annex');
    expect(redact('小红说话', ['小红'])).toBe('<name>说话');
  });
});

test('a report says what is needed and nothing of the user', () => {
  const text = reportOf({
    version: '0.1.0',
    at: new Date('2026-01-02T03:04:05Z'),
    checks: [
      { name: 'settings', state: 'ok', says: 'runtime resident, data in /srv/ann/data', fix: null },
      { name: 'port', state: 'note', says: '8765 is taken', fix: 'Stop the other program.' },
    ],
    knobs: [],
    log: [
      {
        serial: 1,
        at: '2026-01-02T03:04:04.000Z',
        level: 'warn',
        message: 'a frame was lost',
        fields: { avatar: 'Grandma Rose', host: os.hostname() },
      },
    ],
    names: ['Grandma Rose'],
  });
  expect(text).toContain('Mouthpiece 0.1.0');
  expect(text).toContain('note port: 8765 is taken → Stop the other program.');
  expect(text).toContain('a frame was lost');
  expect(text).not.toMatch(/ann|Grandma|Rose/i);
});
